"""What a request may reach: the desk, the settings, the key, and in a replay its controls."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from outreach.config import Settings
from outreach.services.desk import Desk
from outreach.web.replay_desk import ReplayDesk

_NAME = "outreach"


@dataclass(frozen=True, slots=True)
class Furniture:
    desk: Desk
    settings: Settings
    secret: str
    replay: ReplayDesk | None


def furnish(app: Flask, furniture: Furniture) -> None:
    app.extensions[_NAME] = furniture


def desk() -> Desk:
    return _furniture().desk


def settings() -> Settings:
    return _furniture().settings


def secret() -> str:
    return _furniture().secret


def replay() -> ReplayDesk | None:
    """The controls of the replay, or None on the real clock."""
    return _furniture().replay


def _furniture() -> Furniture:
    return cast(Furniture, current_app.extensions[_NAME])
