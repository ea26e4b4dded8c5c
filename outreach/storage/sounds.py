"""Sounds as files in the data folder: uploads that grow, finished ones by their hash, rooms to work in.

A finished file appears under its hash by one rename, synced before and after, so that no kill leaves half of one.
"""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from outreach.domain.library import no_room, too_large, upload_elsewhere, upload_lost

_HASH = re.compile(r"[0-9a-f]{64}")
_UPLOAD = re.compile(r"[0-9a-f]{32}")


class FileSounds:
    def __init__(self, folder: Path) -> None:
        self._folder, self._uploads, self._work = folder, folder / "uploads", folder / "work"

    def begin(self) -> str:
        upload = secrets.token_hex(16)
        self._uploads.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(self._waiting(upload), os.O_CREAT | os.O_EXCL, 0o600))
        return upload

    def append(self, upload: str, at: int, parts: Iterable[bytes], most: int) -> int:
        with self._held(upload) as file:
            size = file.stat().st_size
            if size != at:
                raise upload_elsewhere(size)
            return _write(file, parts, size, most)

    def size(self, upload: str) -> int:
        try:
            return self._waiting(upload).stat().st_size
        except OSError as error:
            raise upload_lost() from error

    def finish(self, upload: str) -> tuple[str, int]:
        with self._held(upload) as file, file.open("rb") as content:
            sha256, size = hashlib.file_digest(content, "sha256").hexdigest(), content.tell()
            os.fsync(content.fileno())
            target = self._folder / sha256
            file.replace(target)  # the same bytes again are the same file, and young again
            os.utime(target)
            _sync(self._folder)
        return sha256, size

    def abandon(self, upload: str) -> None:
        self._waiting(upload).unlink(missing_ok=True)

    def path(self, sha256: str) -> Path | None:
        target = self._folder / sha256
        return target if _HASH.fullmatch(sha256) and target.is_file() else None

    def drop(self, sha256: str) -> None:
        if path := self.path(sha256):
            path.unlink(missing_ok=True)

    @contextmanager
    def workroom(self, name: str) -> Iterator[Path]:
        room = self._work / name
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(parents=True, mode=0o700)
        try:
            yield room
        finally:
            shutil.rmtree(room, ignore_errors=True)

    def all(self, untouched_since: datetime) -> tuple[str, ...]:
        return tuple(path.name for path in _old(self._folder, untouched_since) if _HASH.fullmatch(path.name))

    def sweep(self, untouched_since: datetime) -> int:
        left = [*_old(self._uploads, untouched_since), *_old(self._work, untouched_since)]
        for path in left:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        return len(left)

    def _waiting(self, upload: str) -> Path:
        if not _UPLOAD.fullmatch(upload):
            raise upload_lost()
        return self._uploads / f"{upload}.part"

    @contextmanager
    def _held(self, upload: str) -> Iterator[Path]:
        """Under another name while somebody writes: two at once find that it is gone."""
        waiting = self._waiting(upload)
        busy = waiting.with_suffix(".busy")
        try:
            waiting.rename(busy)
        except OSError as error:
            raise upload_lost() from error
        try:
            yield busy
        finally:
            with suppress(FileNotFoundError):
                busy.rename(waiting)


def _write(path: Path, parts: Iterable[bytes], size: int, most: int) -> int:
    with path.open("ab") as file:
        for part in parts:
            size += len(part)
            if size > most:
                path.unlink()
                raise too_large(most)
            try:
                file.write(part)
                file.flush()
            except OSError as error:
                path.unlink()
                raise no_room() from error
    return size


def _old(folder: Path, untouched_since: datetime) -> list[Path]:
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < untouched_since.timestamp():
                found.append(path)
    return sorted(found)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
