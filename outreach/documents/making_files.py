"""How a recording that ships is made again: a TOML file beside it, that names what goes in and what must come out."""

from dataclasses import dataclass
from pathlib import Path

from outreach.documents.toml_files import open_toml

OUTPUTS = (".opus", ".mp3", ".wav")


@dataclass(frozen=True, slots=True)
class MakingFile:
    """``script`` (read by ``engine``) or ``sound`` goes in; ``files`` are the names and hashes of what comes out."""

    script: Path | None
    sound: Path | None
    engine: str
    voice: str
    speed: float
    recipe: Path | None
    files: dict[str, str]


def read_making(path: Path) -> MakingFile:
    """Raises BadInput with every problem found."""
    root = open_toml(path)
    script, sound = root.text("script", default=""), root.text("sound", default="")
    if bool(script) == bool(sound):
        root.add("script", "viết một trong hai: script = tệp lời đọc, hoặc sound = tệp âm thanh")
    recipe, table = root.text("recipe", default=""), root.section("files")
    files = {str(name): str(table.raw(str(name))) for name in root.raw("files")} if table else {}
    for name in files:
        if not name.endswith(OUTPUTS) or Path(name).name != name:
            root.add("files", f"«{name}»: viết tên tệp có đuôi {', '.join(OUTPUTS)}, không có thư mục")
    if not files:
        root.add("files", 'thiếu: viết [files] rồi "tên tệp.mp3" = "SHA-256, hoặc để trống khi chưa làm lần nào"')
    found = MakingFile(
        script=path.parent / script if script else None,
        sound=path.parent / sound if sound else None,
        engine=root.text("engine", default=""),
        voice=root.text("voice", default=""),
        speed=root.number("speed", 1.5, 1.0),
        recipe=path.parent / recipe if recipe else None,
        files=files,
    )
    root.close()
    root.report.refuse()
    return found
