"""`outreach audio …`: sounds taken in, recordings made, approved and withdrawn, without a web page."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from outreach.audio_making import make_again
from outreach.audio_telling import (
    line_lines,
    line_record,
    made_record,
    reading_record,
    recording_lines,
    recording_record,
    report_lines,
    report_record,
    sound_lines,
    sound_record,
)
from outreach.documents.text_files import read_text
from outreach.domain.errors import NotFound, RuleBroken
from outreach.domain.library import WorkKind, WorkState, subject_of
from outreach.domain.people import Person
from outreach.domain.recordings import Recording, RecordingState
from outreach.domain.sound import Manner, Recipe
from outreach.services.library_views import Wanted
from outreach.services.taking_in import Taken
from outreach.services.versioning import DraftOf
from outreach.soundroom import studio_of, usual_studio
from outreach.staging import open_replayed
from outreach.studio.recipes import read_recipe
from outreach.terminal import chosen_settings, refusals
from outreach.wiring import House, open_house, open_in_earnest

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
BY = click.option("--by", required=True, metavar="USER", help="Who does it: a person who may sign in.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
OF_REPLAY = click.option("--replay", "of_replay", is_flag=True, help="Of the replay, not of the real campaign.")
VERSION = click.option("--version", type=click.IntRange(1), help="Default: the newest.")
RECORDING = click.argument("recording", metavar="CAMPAIGN.NAME")


@click.group()
def audio() -> None:
    """Recordings: sounds taken in, mastered for horn loudspeakers, approved by a second person."""


@audio.command()
@click.argument("file", type=FILE)
@click.option("--name", default="", help="What people call it; default: the file's name.")
@BY
@JSON
@refusals
def take(file: Path, name: str, by: str, as_json: bool) -> None:
    """Take a sound (or the sound of a video) into the library, and say what is wrong with it."""
    house = open_in_earnest(chosen_settings())
    _tell_taken(_taken(house, _person(house, by), file, name), as_json)


@audio.command()
@click.argument("file", type=FILE)
@JSON
@refusals
def examine(file: Path, as_json: bool) -> None:
    """Say what is wrong with a sound; it is kept nowhere."""
    report = usual_studio().examine(file)
    _print(report_record(report), report_lines(report), as_json)


@audio.command()
@RECORDING
@click.argument("sound", metavar="FILE|SHA256")
@click.option("--title", help="Default: that of the version before.")
@click.option("--language", help="vi, tyz, nut …; default: that of the version before, or vi.")
@click.option("--script", type=FILE, help="The words, from a UTF-8 file; default: those of the version before.")
@click.option("--recipe", type=FILE, help="TOML file; default: the usual recipe.")
@BY
@JSON
@refusals
def master(recording: str, sound: str, by: str, as_json: bool, **told: Any) -> None:
    """Make a draft of a recording from a sound: band, loudness, chime, two readings; measured when it is done."""
    house = open_in_earnest(chosen_settings())
    person, (campaign, slug) = _person(house, by), _names(recording)
    source = sound if house.store.sounds.path(sound) else _taken(house, person, Path(sound), "").sound.sha256
    content = _content(_newest(house, campaign, slug), source, **told)
    draft = house.desk.audio.versioning.draft(person, campaign, slug, content)
    work = house.desk.audio.mastering.now(WorkKind.MASTER, subject_of(*draft.key))
    if work.state is WorkState.REFUSED:
        raise RuleBroken("{trouble}", trouble=work.trouble)
    _tell(_find(house, campaign, slug, draft.version), as_json)


def _content(
    before: Recording | None, source: str, title: str | None, language: str | None, script: Path | None, recipe: Any
) -> DraftOf:
    words = read_text(script) if script else before.script if before else ""
    return DraftOf(
        title=title or (before.title if before else ""),
        source=source,
        language=language or (before.language if before else "vi"),
        script=words,
        recipe=read_recipe(recipe) if recipe else Recipe(),
    )


@audio.command(name="list")
@click.argument("text", required=False, default="")
@click.option("--campaign", default="", help="Of this campaign only.")
@click.option("--language", default="", help="In this language only.")
@click.option("--state", type=click.Choice([one.value for one in RecordingState]), help="In this state only.")
@click.option("--longest", type=float, metavar="SECONDS", help="No longer than this.")
@BY
@JSON
@OF_REPLAY
@refusals
def list_(
    text: str, state: str | None, longest: float | None, by: str, as_json: bool, of_replay: bool, **told: Any
) -> None:
    """The recordings that the person may see, one a line; TEXT is looked for in titles and scripts."""
    house = _look(of_replay)
    most = timedelta(seconds=longest) if longest else None
    wanted = Wanted(text, state=RecordingState(state) if state else None, longest=most, **told)
    library, person, page = house.desk.audio.library, _person(house, by), 1
    view = library.search(person, wanted)
    found = [*view.lines]
    while page < view.pages:
        page += 1
        found += library.search(person, wanted, page).lines
    _print([line_record(line) for line in found], [words for line in found for words in line_lines(line)], as_json)


@audio.command()
@RECORDING
@VERSION
@BY
@JSON
@refusals
def submit(recording: str, version: int | None, by: str, as_json: bool) -> None:
    """Put a version before the second person."""
    house = open_in_earnest(chosen_settings())
    draft = _find(house, *_names(recording), version)
    _tell(house.desk.audio.versioning.submit(_person(house, by), *draft.key), as_json)


@audio.command()
@RECORDING
@VERSION
@click.option("--yes", is_flag=True, help="Do not ask.")
@BY
@JSON
@refusals
def approve(recording: str, version: int | None, yes: bool, by: str, as_json: bool) -> None:
    """The second person's yes to the bytes that were submitted; broadcasts to come play just those."""
    house = open_in_earnest(chosen_settings())
    waiting = _find(house, *_names(recording), version)
    click.echo("\n".join(recording_lines(waiting)), err=True)
    if not yes and not click.confirm("Đã nghe và duyệt?", err=True):
        raise RuleBroken("Chưa duyệt.")
    done = house.desk.audio.versioning.approve(_person(house, by), *waiting.key, waiting.sha256)
    record = {**recording_record(done.recording), "replanned": done.replanned}
    lines = [*recording_lines(done.recording), f"  {done.replanned} lượt phát sắp tới đổi sang bản này"]
    _print(record, lines, as_json)


@audio.command()
@RECORDING
@VERSION
@click.option("--why", required=True, help="For whoever looks later.")
@BY
@JSON
@refusals
def withdraw(recording: str, version: int | None, why: str, by: str, as_json: bool) -> None:
    """Never play a version again: broadcasts to come are cancelled, boxes are told to forget it."""
    house = open_in_earnest(chosen_settings())
    found = _find(house, *_names(recording), version)
    _tell(house.desk.audio.versioning.withdraw(_person(house, by), *found.key, why), as_json)


@audio.command()
@click.argument("script", type=FILE)
@click.option("--engine", help="Default: the first that there is.")
@click.option("--voice", default="", help="One of the engine's voices.")
@click.option("--speed", type=click.FloatRange(0.5, 1.5), default=1.0, help="In parts of the usual one.")
@click.option("--by", metavar="USER", help="Take it into the library as this person; else it is only written out.")
@JSON
@refusals
def speak(script: Path, engine: str | None, voice: str, speed: float, by: str | None, as_json: bool) -> None:
    """How a machine's voice says a script and how long that takes; with --by it is spoken and taken in."""
    words = read_text(script)
    if by is None:
        reading = studio_of(chosen_settings()).read_out(words, speed)
        unsure = [f"không chắc cách đọc: {', '.join(reading.unsure)}"] if reading.unsure else []
        _print(
            reading_record(reading),
            [reading.words, f"khoảng {reading.length.total_seconds():.0f} giây", *unsure],
            as_json,
        )
        return
    house = open_in_earnest(chosen_settings())
    speaking = house.desk.audio.speaking
    chosen = engine or next((one.name for one in speaking.engines()), "")
    taken = speaking.speak(_person(house, by), script.stem, words, chosen, Manner(voice, speed))
    _tell_taken(_examined(house, taken), as_json)


@audio.command()
@click.argument("recipe", type=FILE)
@click.option("--into", type=FOLDER, help="Folder for the files; default: beside RECIPE.")
@JSON
@refusals
def make(recipe: Path, into: Path | None, as_json: bool) -> None:
    """Make a recording that ships again, and say whether it came out byte for byte as RECIPE says."""
    made = make_again(recipe, into or recipe.parent, usual_studio(chosen_settings().piper_voice))
    records = [made_record(one.name, one.made, one.wanted) for one in made]
    lines = [
        f"{told['file']}: {'đúng từng byte' if told['same'] else 'khác công thức'}; {told['sha256']}"
        for told in records
    ]
    _print(records, lines, as_json)
    if any(one.differs for one in made):
        raise click.exceptions.Exit(1)


def _taken(house: House, by: Person, file: Path, name: str) -> Taken:
    """In the library and examined, here and now."""
    return _examined(house, house.desk.audio.taking_in.receive_file(by, file, name))


def _examined(house: House, taken: Taken) -> Taken:
    work = house.desk.audio.mastering.now(WorkKind.EXAMINE, taken.sound.sha256)
    if work.state is WorkState.REFUSED:
        raise RuleBroken("{trouble}", trouble=work.trouble)
    with house.store.transactions.reading() as uow:
        return replace(taken, sound=uow.sounds.get(taken.sound.sha256) or taken.sound, work=work)


def _names(recording: str) -> tuple[str, str]:
    campaign, dot, slug = recording.partition(".")
    if not dot or not slug:
        raise RuleBroken("«{recording}»: viết CHIẾN-DỊCH.TÊN, ví dụ cao-loc-2023.doi-ngay.", recording=recording)
    return campaign, slug


def _newest(house: House, campaign: str, slug: str) -> Recording | None:
    with house.store.transactions.reading() as uow:
        return next(iter(reversed(uow.recordings.versions(campaign, slug))), None)


def _find(house: House, campaign: str, slug: str, version: int | None) -> Recording:
    with house.store.transactions.reading() as uow:
        versions = uow.recordings.versions(campaign, slug)
    found = next((one for one in reversed(versions) if version in (None, one.version)), None)
    if found is None:
        raise NotFound("Không có bản ghi âm «{campaign}.{slug}».", campaign=campaign, slug=slug)
    return found


def _person(house: House, username: str) -> Person:
    found = house.desk.signing_in.person(username)
    if found is None:
        raise RuleBroken("Không có tài khoản «{user}», hoặc tài khoản đã khóa.", user=username)
    return found


def _look(of_replay: bool) -> House:
    return open_replayed(chosen_settings()) if of_replay else open_house(chosen_settings())


def _tell(recording: Recording, as_json: bool) -> None:
    _print(recording_record(recording), recording_lines(recording), as_json)


def _tell_taken(taken: Taken, as_json: bool) -> None:
    record = {**sound_record(taken.sound, taken.work), "known": taken.known}
    _print(record, sound_lines(taken.sound, taken.known), as_json)


def _print(record: Any, lines: list[str], as_json: bool) -> None:
    click.echo(json.dumps(record, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))
