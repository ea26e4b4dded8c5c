"""Joins an export: what the desk knows, into tables that documents write."""

from collections.abc import Iterator
from pathlib import Path

from outreach.documents.exports import write_table
from outreach.services.desk import Desk

LEDGER = ("Mã xã", "Xã, thị trấn", "Tuần từ", "Bản", "Trạng thái", "Lý do", "Đã phát", "Phải phát", "Tính đến")
BROADCASTS = (
    "Mã lượt phát",
    "Mã xã",
    "Xã, thị trấn",
    "Giờ dự kiến",
    "Trạng thái",
    "Giờ phát thật",
    "Mức bằng chứng",
    "Số cụm loa",
    "Xếp bởi",
    "SHA-256 bản ghi âm",
)
EVIDENCE = (
    "Mã lượt phát",
    "Loại",
    "Ai",
    "Xảy ra lúc",
    "Ghi nhận lúc",
    "Mức",
    "Phần đã phát",
    "Cụm loa",
    "SHA-256 tệp kèm",
    "Ghi chú",
    "Đính chính cho",
)


def export_campaign(desk: Desk, slug: str, folder: Path) -> Iterator[tuple[Path, int]]:
    """Write three tables; yields each file with its number of rows."""
    known = desk.exporting.export(slug)
    folder.mkdir(parents=True, exist_ok=True)
    named = {code: place.label for code, place in known.places.items()}
    cells = (
        (c.key.commune, named[c.key.commune], c.key.week, c.version, c.state, c.reason, c.kept, c.needed, c.as_of)
        for c in known.cells
    )
    yield folder / "so-nhiem-vu.csv", write_table(folder / "so-nhiem-vu.csv", LEDGER, cells)
    broadcasts = (
        (
            b.id,
            b.commune,
            named.get(b.commune, ""),
            b.starts_at,
            b.state,
            b.played_at,
            b.grade,
            b.covered,
            b.planned_by,
            b.recording_sha256,
        )
        for b in known.broadcasts
    )
    yield folder / "luot-phat.csv", write_table(folder / "luot-phat.csv", BROADCASTS, broadcasts)
    evidence = (
        (
            e.broadcast,
            e.kind,
            e.by,
            e.happened_at,
            e.recorded_at,
            e.grade,
            e.share,
            ", ".join(e.clusters),
            e.attachment,
            e.note,
            e.corrects,
        )
        for e in known.evidence
    )
    yield folder / "bang-chung.csv", write_table(folder / "bang-chung.csv", EVIDENCE, evidence)
