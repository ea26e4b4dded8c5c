"""Photos and recordings are kept once, whatever happens at the same time."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from outreach.storage.attachments import FileAttachments

MANY = 16


def test_the_same_bytes_sent_by_many_at_once_are_kept_once(data_folder: Path) -> None:
    kept, together = FileAttachments(data_folder), Barrier(MANY)

    def send(content: bytes) -> list[str]:
        together.wait()
        return [kept.keep(content + bytes([round_])) for round_ in range(20)]

    with ThreadPoolExecutor(MANY) as threads:
        names = list(threads.map(send, [b"photo"] * MANY))
    expected = [hashlib.sha256(b"photo" + bytes([round_])).hexdigest() for round_ in range(20)]
    assert names == [expected] * MANY
    assert {path.name for path in data_folder.iterdir()} == set(expected)
