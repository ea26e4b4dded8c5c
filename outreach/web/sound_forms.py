"""The forms by which a sound becomes a recording: what it is, whose it is, and how it is made ready for the horn."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField

from outreach.config import content_root
from outreach.domain.campaigns import Campaign
from outreach.domain.message_text import unaccented
from outreach.domain.people import Person
from outreach.domain.recordings import LONGEST_SLUG, Recording
from outreach.domain.sound import Engine, Recipe
from outreach.services.library_views import Wanted
from outreach.services.versioning import LONGEST_TITLE, DraftOf
from outreach.web.forms import Filled, WordsField
from outreach.web.house import desk
from outreach.web.notice_form import Choice
from outreach.web.sound_words import LANGUAGE, chime, voice

LONGEST_SCRIPT = 6_000
USUAL = Recipe()
READINGS = {"1": lazy_gettext("một lượt"), "2": lazy_gettext("hai lượt (nên chọn)"), "3": lazy_gettext("ba lượt")}
RATIOS = {
    "2": lazy_gettext("nhẹ"),
    "3": lazy_gettext("vừa (nên chọn)"),
    "5": lazy_gettext("mạnh, cho giọng lúc to lúc nhỏ"),
}
SPEEDS = {
    "0.8": lazy_gettext("chậm"),
    "0.9": lazy_gettext("hơi chậm (hợp loa ngoài trời)"),
    "1.0": lazy_gettext("vừa"),
    "1.1": lazy_gettext("hơi nhanh"),
}
PAUSES_S, LOWEST_HZ, HIGHEST_HZ = (1, 2, 3, 5, 8), (150, 200, 300, 400), (4_000, 5_000, 6_000, 8_000)


class MakingForm(FlaskForm):
    title = WordsField(
        most=LONGEST_TITLE, validators=[Filled(lazy_gettext("Còn trống; đặt tên để mọi người nhận ra bản ghi này."))]
    )
    language = Choice(list(LANGUAGE.items()), default="vi")
    script = WordsField(most=LONGEST_SCRIPT)
    trim = BooleanField(default=True)
    readings = Choice(list(READINGS.items()), default="2")
    pause, ratio = Choice((), default="3"), Choice(list(RATIOS.items()), default="3")
    chime, closing = Choice((), default=USUAL.chime), Choice((), default="")
    lowest_hz, highest_hz = Choice((), default="300"), Choice((), default="6000")

    def offer(self, recipe: Recipe = USUAL, language: str = "vi") -> "MakingForm":
        """Fill in what may be chosen; what a recipe has already may always stay."""
        self.language.offered = _with(LANGUAGE.items(), language, language)
        self.readings.offered = _with(READINGS.items(), str(recipe.readings), str(recipe.readings))
        self.ratio.offered = _with(RATIOS.items(), f"{recipe.ratio:g}", f"{recipe.ratio:g} : 1")
        pause = f"{recipe.pause.total_seconds():g}"
        self.pause.offered = _with(((str(s), _seconds(str(s))) for s in PAUSES_S), pause, _seconds(pause))
        self.chime.offered = _with(_chimes(_("không có chuông")), recipe.chime, recipe.chime)
        self.closing.offered = _with(_chimes(_("không có")), recipe.closing, recipe.closing)
        self.lowest_hz.offered = _hertz(LOWEST_HZ, recipe.lowest_hz)
        self.highest_hz.offered = _hertz(HIGHEST_HZ, recipe.highest_hz)
        return self

    def recipe(self, before: Recipe = USUAL) -> Recipe:
        """What was chosen, once it has been validated; loudness and ceiling are not a matter of taste."""
        return Recipe(
            trim=bool(self.trim.data),
            chime=self.chime.data,
            closing=self.closing.data,
            readings=int(self.readings.data),
            pause=timedelta(seconds=float(self.pause.data)),
            lowest_hz=int(self.lowest_hz.data),
            highest_hz=int(self.highest_hz.data),
            ratio=float(self.ratio.data),
            target_lufs=before.target_lufs,
            ceiling_dbtp=before.ceiling_dbtp,
        )

    def draft(self, source: str, before: Recipe = USUAL) -> DraftOf:
        return DraftOf(self.title.data, source, self.language.data, self.script.data or "", self.recipe(before))


class SoundForm(MakingForm):
    """Of a sound of the library; ``belongs`` is ``campaign/slug``, or ``campaign/`` for a new recording."""

    belongs = Choice((), default="", validators=[Filled(lazy_gettext("Chưa chọn; bản này dùng cho đâu?"))])


class SpeakForm(SoundForm):
    """Of a script that the machine reads."""

    voice = Choice((), default="")
    speed = Choice(list(SPEEDS.items()), default="0.9")


SPOKEN_TEXT = Filled(lazy_gettext("Còn trống; viết lời để máy đọc."))


@dataclass(frozen=True, slots=True)
class Shelf:
    """The campaigns for which a person may make recordings, and what there is already."""

    campaigns: tuple[Campaign, ...]
    newest: tuple[Recording, ...]

    def options(self) -> list[tuple[str, Any]]:
        """A new version of what is played comes first: that is what changes the broadcasts."""
        options: list[tuple[str, Any]] = [("", _("Chọn…"))]
        for campaign in self.campaigns:
            ours = [one for one in self.newest if one.campaign == campaign.slug]
            options += [(f"{campaign.slug}/{one.slug}", _("Thay cho «%(title)s»", title=one.title)) for one in ours]
            options.append((f"{campaign.slug}/", _("Bản ghi âm mới · %(title)s", title=campaign.plan.title)))
        return options

    def named(self, belongs: str) -> Recording | None:
        """The newest version of the recording that a choice names; None for a new one."""
        return next((one for one in self.newest if f"{one.campaign}/{one.slug}" == belongs), None)

    def place(self, belongs: str, title: str) -> tuple[str, str]:
        """The campaign and the name of the recording; a new one gets a name that nothing has yet."""
        campaign, _slash, slug = belongs.partition("/")
        return campaign, slug or self._free(campaign, title)

    def _free(self, campaign: str, title: str) -> str:
        stem = "-".join(re.findall(r"[a-z0-9]+", unaccented(title).casefold()))[: LONGEST_SLUG - 4].strip("-")
        stem, taken = stem or "ban-ghi", {one.slug for one in self.newest if one.campaign == campaign}
        return next(name for n in range(1, 1_000) if (name := f"{stem}-{n}" if n > 1 else stem) not in taken)


def shelf_of(person: Person) -> Shelf:
    library, page = desk().audio.library, desk().audio.library.search(person, Wanted())
    pages = [page, *(library.search(person, Wanted(), number) for number in range(2, page.pages + 1))]
    return Shelf(library.campaigns(person), tuple(line.newest for one in pages for line in one.lines))


def voices(engines: Iterable[Engine]) -> list[tuple[str, Any]]:
    """Every voice of every engine, one that is only good for drafts said to be so."""
    return [
        (
            f"{engine.name}|{code}",
            _("%(voice)s (máy, chỉ để nghe thử)", voice=voice(code)) if engine.draft else voice(code),
        )
        for engine in engines
        for code in engine.voices()
    ]


def filled_from(recording: Recording) -> dict[str, Any]:
    """What a form holds at first for a version that is to be made again."""
    recipe = recording.recipe or USUAL
    return {
        "title": recording.title,
        "language": recording.language,
        "script": recording.script,
        "trim": recipe.trim,
        "readings": str(recipe.readings),
        "pause": f"{recipe.pause.total_seconds():g}",
        "ratio": f"{recipe.ratio:g}",
        "chime": recipe.chime,
        "closing": recipe.closing,
        "lowest_hz": str(recipe.lowest_hz),
        "highest_hz": str(recipe.highest_hz),
    }


def _with(options: Iterable[tuple[str, Any]], value: str, label: str) -> list[tuple[str, Any]]:
    known = list(options)
    return known if value in dict(known) else [*known, (value, label)]


def _seconds(count: str) -> str:
    return str(_("%(count)s giây", count=count))


def _hertz(usual: Iterable[int], now: int) -> list[tuple[str, Any]]:
    return _with(((str(hertz), f"{hertz} Hz") for hertz in usual), str(now), f"{now} Hz")


def _chimes(none: str) -> list[tuple[str, Any]]:
    """The chimes that are shipped, by their own names."""
    found = sorted(path.name for path in (content_root() / "audio").glob("chuong-*.wav"))
    return [("", none), *((name, chime(name)) for name in found)]
