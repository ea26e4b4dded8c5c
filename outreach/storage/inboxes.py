"""The watched folder on the disk: what lies in it, and where it goes when it has been dealt with."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from outreach.domain.library_ports import Sitting

LONGEST_NAME = 200
"""Bytes. Disks take 255, and more may come before and behind; a letter of ours with its accents has up to three."""
_SECOND_HALVES = bytes(range(0x80, 0xC0))


class FileInbox:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def files(self) -> tuple[Sitting, ...]:
        """Files themselves, in the order of their names: no folders, no links, nothing hidden."""
        self._folder.mkdir(parents=True, exist_ok=True)
        found = []
        for entry in sorted(os.scandir(self._folder), key=lambda entry: entry.name):
            with suppress(FileNotFoundError):
                if entry.is_file(follow_symlinks=False) and not entry.name.startswith("."):
                    facts = entry.stat(follow_symlinks=False)
                    found.append(Sitting(Path(entry.path), entry.name, facts.st_size, facts.st_mtime_ns))
        return tuple(found)

    def taken(self, file: Sitting) -> None:
        self._move(file, "taken")

    def refused(self, file: Sitting, why: str) -> None:
        """With the sentence beside it, written first: nobody finds a file there and no word of why."""
        if not file.path.exists():  # whoever brought it has thought better of it
            return
        target = self._place(file, "refused")
        target.with_name(f"{target.name}.txt").write_text(f"{why}\n", encoding="utf-8")
        file.path.replace(target)

    def _move(self, file: Sitting, room: str) -> None:
        file.path.replace(self._place(file, room))

    def _place(self, file: Sitting, room: str) -> Path:
        """Beside what had the same name before it."""
        folder = self._folder / room
        folder.mkdir(exist_ok=True)
        name = _shortened(file.path.name)
        target = folder / name
        return folder / f"{secrets.token_hex(4)}-{name}" if target.exists() else target


def _shortened(name: str) -> str:
    """The end of a name, which tells what kind of file it is; never the second half of a letter."""
    encoded = os.fsencode(name)
    return name if len(encoded) <= LONGEST_NAME else os.fsdecode(encoded[-LONGEST_NAME:].lstrip(_SECOND_HALVES))
