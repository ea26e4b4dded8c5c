"""Photos and recordings that came with evidence: files named by their SHA-256 in the data folder."""

import hashlib
import os
import re
import tempfile
from pathlib import Path


class FileAttachments:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Durable before it is named: written aside, synced, renamed, and the folder synced."""
        sha256 = hashlib.sha256(content).hexdigest()
        target = self._folder / sha256
        if not target.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            self._write_aside(content, sha256).replace(target)
            self._sync_folder()
        return sha256

    def _write_aside(self, content: bytes, sha256: str) -> Path:
        """Under a name of its own: the same bytes may come twice at once."""
        handle, name = tempfile.mkstemp(prefix=f".{sha256}.", dir=self._folder)
        aside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            aside.unlink()
            raise
        return aside

    def _sync_folder(self) -> None:
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def path(self, sha256: str) -> Path | None:
        target = self._folder / sha256
        return target if re.fullmatch(r"[0-9a-f]{64}", sha256) and target.is_file() else None
