"""Joins the making of a recording that ships: what its file says, by the studio, into a folder."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from outreach.documents.making_files import MakingFile, read_making
from outreach.documents.text_files import read_text
from outreach.domain.sound import Made, Manner, Output, Recipe, Studio
from outreach.studio.recipes import read_recipe


@dataclass(frozen=True, slots=True)
class MadeAgain:
    """One file, and the hash that it should have; an empty one stands for a file that was never made before."""

    name: str
    made: Made
    wanted: str

    @property
    def differs(self) -> bool:
        return self.wanted not in ("", self.made.sha256)


def make_again(path: Path, into: Path, studio: Studio) -> tuple[MadeAgain, ...]:
    """Make what a file describes, anew from its script or sound."""
    making = read_making(path)
    with TemporaryDirectory(prefix="outreach-make-") as work:
        made = _made(making, studio, Path(work))
        into.mkdir(parents=True, exist_ok=True)
        for one in made:
            shutil.copyfile(one.made.path, into / one.name)
    return made


def _made(making: MakingFile, studio: Studio, work: Path) -> tuple[MadeAgain, ...]:
    source = making.sound or work / "spoken.wav"
    if making.script:
        studio.speak(read_text(making.script), making.engine, Manner(making.voice, making.speed), source)
    outputs = {name: Output(Path(name).suffix[1:]) for name in making.files}
    recipe = read_recipe(making.recipe) if making.recipe else Recipe()
    mastered = studio.master(source, recipe, tuple(dict.fromkeys(outputs.values())), work / "made")
    files = {one.output: one for one in mastered.files}
    return tuple(MadeAgain(name, files[output], making.files[name]) for name, output in outputs.items())
