"""Photos and recordings that came with evidence, and finished recordings: files named by their SHA-256."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

PART = 1 << 20


class FileAttachments:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        return sha256 if (self._folder / sha256).exists() else self._adopt([content])

    def adopt(self, path: Path) -> str:
        """The same for a file of any size, piece by piece; the hash is that of what was copied."""
        return self._adopt(_parts(path))

    def _adopt(self, parts: Iterable[bytes]) -> str:
        """Durable before it is named: written aside, synced, renamed, and the folder synced."""
        self._folder.mkdir(parents=True, exist_ok=True)
        aside, sha256 = self._write_aside(parts)
        aside.replace(self._folder / sha256)
        self._sync_folder()
        return sha256

    def _write_aside(self, parts: Iterable[bytes]) -> tuple[Path, str]:
        """Under a name of its own: the same bytes may come twice at once."""
        handle, name = tempfile.mkstemp(prefix=".", dir=self._folder)
        aside, hashed = Path(name), hashlib.sha256()
        try:
            with os.fdopen(handle, "wb") as file:
                for part in parts:
                    hashed.update(part)
                    file.write(part)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            aside.unlink()
            raise
        return aside, hashed.hexdigest()

    def _sync_folder(self) -> None:
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def sweep(self, untouched_since: datetime) -> int:
        """Remove what killed processes had begun to write; returns how much."""
        begun = self._folder.glob(".*") if self._folder.is_dir() else ()
        left = [path for path in begun if path.stat().st_mtime < untouched_since.timestamp()]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def path(self, sha256: str) -> Path | None:
        target = self._folder / sha256
        return target if re.fullmatch(r"[0-9a-f]{64}", sha256) and target.is_file() else None


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(PART):
            yield part
