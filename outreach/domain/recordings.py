"""Recordings: which sound was approved, by whom, and whether it may still be played."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from outreach.domain.errors import RuleBroken


class RecordingState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Recording:
    """One version of a recording; its content is named by the SHA-256 (hex) of the file's bytes."""

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

    def approve(self, by: str, at: datetime) -> "Recording":
        if self.state is not RecordingState.DRAFT:
            raise RuleBroken("Bản ghi âm «{title}» không còn là bản nháp nên không duyệt được.", title=self.title)
        return replace(self, state=RecordingState.APPROVED, approved_by=by, approved_at=at)

    def withdraw(self) -> "Recording":
        return replace(self, state=RecordingState.WITHDRAWN)
