"""Recordings: which sound was made how, who approved which bytes, and whether they may still be played.

A version is a draft until its files are made and somebody puts it before a second person; what is approved is never
changed: an edit is a new version. Versions that a plan file names come approved, and have neither source nor recipe.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from outreach.domain.campaigns import RecordingPlan
from outreach.domain.errors import NotAllowed, RuleBroken
from outreach.domain.sound import Bands, Loudness, Made, Mastered, Output, Recipe

PLAYED = Output.OPUS
"""The file whose hash is approved, planned, and asked of the evidence: the one that boxes play."""
LONGEST_SLUG = 50
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class RecordingState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"  # waits for the second person
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class SoundFile:
    """One finished file of a version, by the SHA-256 (hex) of its bytes, with what was measured on it."""

    output: Output
    sha256: str
    size: int
    length: timedelta
    loudness: Loudness
    bands: Bands


@dataclass(frozen=True, slots=True)
class Recording:
    """One version of a recording. ``sha256`` names the bytes that are played, and is empty until they are made.

    ``source`` is the sound that it was made of; ``made_with`` the encoders, on which the bytes depend too.
    """

    slug: str
    version: int
    campaign: str
    title: str
    file: str
    sha256: str
    length: timedelta
    language: str
    script: str = ""
    state: RecordingState = RecordingState.DRAFT
    approved_by: str = ""
    approved_at: datetime | None = None
    made_by: str = ""
    made_at: datetime | None = None
    submitted_by: str = ""
    submitted_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_why: str = ""
    source: str = ""
    recipe: Recipe | None = None
    made_with: str = ""
    files: tuple[SoundFile, ...] = ()

    @property
    def key(self) -> tuple[str, str, int]:
        return self.campaign, self.slug, self.version

    def out(self, output: Output) -> SoundFile | None:
        return next((file for file in self.files if file.output is output), None)

    def mastered(self, made: Mastered) -> "Recording":
        """With the files of one mastering; only a draft takes them."""
        self._expect(RecordingState.DRAFT)
        files = tuple(file_of(one) for one in made.files)
        played = next(file for file in files if file.output is PLAYED)
        name = f"{self.campaign}-{self.slug}-v{self.version}.{PLAYED.value}"
        return replace(
            self, files=files, sha256=played.sha256, length=played.length, made_with=made.made_with, file=name
        )

    def unmade(self, source: str, recipe: Recipe) -> "Recording":
        """To be made again, of another sound or by another recipe."""
        self._expect(RecordingState.DRAFT)
        nothing = timedelta(0)
        return replace(self, source=source, recipe=recipe, files=(), sha256="", length=nothing, made_with="", file="")

    def submit(self, by: str, at: datetime) -> "Recording":
        self._expect(RecordingState.DRAFT)
        if not self.sha256:
            raise RuleBroken("Bản ghi âm «{title}» chưa xử lý xong nên chưa trình duyệt được.", title=self.title)
        return replace(self, state=RecordingState.SUBMITTED, submitted_by=by, submitted_at=at)

    def approve(self, by: str, at: datetime) -> "Recording":
        """The second person's yes; what a plan file names was approved on paper."""
        self._expect(RecordingState.SUBMITTED if self.source else RecordingState.DRAFT)
        if self.source and by in (self.submitted_by, self.made_by):
            raise NotAllowed("Người làm hoặc trình bản ghi âm không tự duyệt được: cần người thứ hai.")
        return replace(self, state=RecordingState.APPROVED, approved_by=by, approved_at=at)

    def withdraw(self, by: str, at: datetime, why: str) -> "Recording":
        """Never to be played again; withdrawing twice changes nothing."""
        if self.state is RecordingState.WITHDRAWN:
            return self
        return replace(self, state=RecordingState.WITHDRAWN, withdrawn_by=by, withdrawn_at=at, withdrawn_why=why)

    def _expect(self, state: RecordingState) -> None:
        if self.state is not state:
            raise RuleBroken(
                "Bản {version} của bản ghi âm «{title}» đang ở trạng thái khác: tải lại trang rồi xem.",
                version=self.version,
                title=self.title,
            )


def file_of(made: Made) -> SoundFile:
    return SoundFile(made.output, made.sha256, made.size, made.length, made.loudness, made.bands)


def as_planned(plan: RecordingPlan, approved: Recording) -> RecordingPlan:
    """What a plan says of a recording once a version of ours stands in for the sound that its file named."""
    return replace(
        plan,
        file=approved.file,
        language=approved.language,
        sha256=approved.sha256,
        length=approved.length,
        approved_by=approved.approved_by,
        approved_in=f"Thư viện bản ghi âm, bản {approved.version}",
        script=approved.script,
    )


def checked_slug(slug: str) -> str:
    if len(slug) > LONGEST_SLUG or not _SLUG.fullmatch(slug):
        raise RuleBroken(
            "Tên bản ghi âm «{name}»: chỉ dùng a–z không dấu, 0–9 và gạch nối, dài tối đa {most} ký tự.",
            name=slug,
            most=LONGEST_SLUG,
        )
    return slug


def checked_language(language: str) -> str:
    if not _LANGUAGE.fullmatch(language):
        raise RuleBroken(
            "«{language}» không phải mã ngôn ngữ: viết vi cho tiếng Việt, tyz cho tiếng Tày, nut cho tiếng Nùng.",
            language=language,
        )
    return language


def composed(text: str) -> str:
    """One spelling of every letter, and no blanks around."""
    return unicodedata.normalize("NFC", text).strip()
