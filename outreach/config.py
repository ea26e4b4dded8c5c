"""Settings from the environment: typed, strict, each with a safe default. With none set, all runs on loopback."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from outreach.provider_settings import PROVIDER_SETTINGS, Providers, SettingsError, names_of, read_providers

__all__ = ["Settings", "SettingsError", "content_root", "environment", "known_settings", "read_settings"]

SETTINGS = {
    "OUTREACH_DATA": "folder for the database, photos and secrets (default: ./data)",
    "OUTREACH_DATABASE": "SQLAlchemy address of the database (default: sqlite file outreach.db in the data folder)",
    "OUTREACH_HOST": "address to listen on (default: 127.0.0.1)",
    "OUTREACH_PORT": "port to listen on (default: 8000)",
    "OUTREACH_SECRET": "key that signs sessions, at least 32 characters (default: made once, kept in the data folder)",
    "OUTREACH_BASE_URL": "public address, for links in feeds and for providers' callbacks (default: http://HOST:PORT)",
    "OUTREACH_HTTPS": "1 when people reach it by https: cookies are then sent only there (default: 0)",
    "OUTREACH_AUDIO_MB": "largest sound that is taken in, in megabytes, 1 to 2000 (default: 300)",
    "OUTREACH_AUDIO_INBOX": "folder that is watched: sounds copied there are taken in (default: none)",
    "OUTREACH_PIPER_VOICE": "voice file (.onnx, its .json beside) of Piper, which then reads scripts (default: none)",
    "OUTREACH_LOG": "log level: debug, info, warning or error (default: info)",
    **PROVIDER_SETTINGS,
}


@dataclass(frozen=True, slots=True)
class Settings:
    data: Path
    database: str
    host: str
    port: int
    secret: str
    base_url: str
    https: bool
    log: str
    providers: Providers = field(default_factory=Providers)
    audio_mb: int = 300
    audio_inbox: Path | None = None
    piper_voice: Path | None = None


def known_settings(channels: Mapping[str, type[Any]]) -> dict[str, str]:
    """Every name with what it says; ``channels``: the settings that each channel declares, by its name."""
    own = [names_of(channel, kind) for channel, kind in channels.items()]
    return {name: about for names in (SETTINGS, *own) for name, about in names.items()}


def read_settings(environment: Mapping[str, str], channels: Mapping[str, type[Any]] = MappingProxyType({})) -> Settings:
    """Settings from an environment; unknown OUTREACH_ names are refused, since a typo would go unnoticed.

    ``channels``: the settings that each channel declares, by its name; without them no provider is known.
    """
    known = known_settings(channels)
    unknown = sorted(name for name in environment if name.startswith("OUTREACH_") and name not in known)
    if unknown:
        raise SettingsError(f"unknown setting {unknown[0]}{_meant(unknown[0], known)}")
    data = Path(environment.get("OUTREACH_DATA") or "data").absolute()
    host, port = environment.get("OUTREACH_HOST") or "127.0.0.1", _port(environment)
    return Settings(
        data=data,
        database=environment.get("OUTREACH_DATABASE") or f"sqlite:///{data / 'outreach.db'}",
        host=host,
        port=port,
        secret=_secret(environment),
        base_url=_base_url(environment) or f"http://{host}:{port}",
        https=_one_of(environment, "OUTREACH_HTTPS", ("0", "1")) == "1",
        log=_one_of(environment, "OUTREACH_LOG", ("info", "debug", "warning", "error")),
        providers=read_providers(environment, channels),
        audio_mb=_megabytes(environment),
        audio_inbox=_place(environment, "OUTREACH_AUDIO_INBOX"),
        piper_voice=_voice(environment),
    )


def _meant(name: str, known: Mapping[str, str]) -> str:
    """The names that look like it; all of them only when none does, since the one that helps would drown among them."""
    alike = get_close_matches(name, known, n=2, cutoff=0.8)
    return f": did you mean {' or '.join(alike)}?" if alike else f"; known are: {', '.join(known)}"


def _base_url(environment: Mapping[str, str]) -> str:
    """Without a scheme no calendar and no provider could follow the links that begin with it."""
    told = (environment.get("OUTREACH_BASE_URL") or "").rstrip("/")
    if told and not re.fullmatch(r"https?://[^/\s?#]+(/[^\s?#]*)?", told):
        raise SettingsError(f"OUTREACH_BASE_URL={told}: write an address such as https://loa.example.vn")
    return told


def _place(environment: Mapping[str, str], name: str) -> Path | None:
    told = environment.get(name)
    return Path(told).absolute() if told else None


def _voice(environment: Mapping[str, str]) -> Path | None:
    voice = _place(environment, "OUTREACH_PIPER_VOICE")
    for file in (voice, voice.with_name(f"{voice.name}.json")) if voice else ():
        if not file.is_file():
            raise SettingsError(
                f"OUTREACH_PIPER_VOICE={voice}: there is no file {file}; a voice is two, .onnx and .onnx.json"
            )
    return voice


def _megabytes(environment: Mapping[str, str]) -> int:
    text = environment.get("OUTREACH_AUDIO_MB") or "300"
    if not text.isdecimal() or not 0 < int(text) <= 2_000:
        raise SettingsError(f"OUTREACH_AUDIO_MB={text}: write a whole number from 1 to 2000")
    return int(text)


def _port(environment: Mapping[str, str]) -> int:
    text = environment.get("OUTREACH_PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingsError(f"OUTREACH_PORT={text}: write a port number from 1 to 65535")
    return int(text)


def _secret(environment: Mapping[str, str]) -> str:
    secret = environment.get("OUTREACH_SECRET", "")
    if secret and len(secret) < 32:
        raise SettingsError("OUTREACH_SECRET is shorter than 32 characters: write a longer one, or leave it unset")
    return secret


def _one_of(environment: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = environment.get(name) or allowed[0]
    if value not in allowed:
        raise SettingsError(f"{name}={value}: write one of {', '.join(allowed)}")
    return value


def content_root() -> Path:
    """Where templates/, schedules/ and audio/ are: inside an installed package, or at the top of a checkout."""
    packaged = Path(__file__).parent / "_content"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent


def environment() -> Mapping[str, str]:
    return os.environ
