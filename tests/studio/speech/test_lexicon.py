"""How abbreviations are said: our list, and an office's own over it."""

from pathlib import Path

import pytest

from outreach.domain.errors import RuleBroken
from outreach.studio.speech.lexicon import read_lexicon
from outreach.studio.speech.reading import read_out, reader_with


def test_an_office_adds_its_own_abbreviations_and_says_ours_in_another_way(tmp_path: Path) -> None:
    own = _written(tmp_path, '[words]\n"XYZT" = "xóm Yên Trạch"\n"NVH thôn" = "nhà họp thôn"\n"PC" = "pê xê"\n')
    reading = read_out("XYZT, NVH thôn, NVH, PC", own=own)
    assert reading.words == "Xóm Yên Trạch, nhà họp thôn, nhà văn hóa, pê xê."
    assert reading.unsure == ()


def test_letters_typed_apart_in_an_offices_list_are_composed(tmp_path: Path) -> None:
    own = _written(tmp_path, '[words]\n"XYZT" = "nha\u0300"\n')
    assert read_out("XYZT", own=own).words == "Nhà."


@pytest.mark.parametrize("said", ['"điều 5"', '"a&b"', '""', '" "', "5", '["a"]'])
def test_what_is_said_must_be_words(tmp_path: Path, said: str) -> None:
    with pytest.raises(RuleBroken, match="«XYZT» phải viết bằng chữ"):
        read_lexicon(_written(tmp_path, f'[words]\n"XYZT" = {said}\n'))


@pytest.mark.parametrize("content", ['[loi]\n"A" = "a"\n', 'words = "a"\n', '"XYZT" = "a"\n'])
def test_a_section_that_nobody_knows_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(RuleBroken, match="mục lạ"):
        read_lexicon(_written(tmp_path, content))


@pytest.mark.parametrize("content", [b"[words", b"\xff\xfe"])
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cach-doc.toml"
    path.write_bytes(content)
    with pytest.raises(RuleBroken, match="Không đọc được danh sách cách đọc «cach-doc"):
        read_lexicon(path)


def test_a_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="Không đọc được"):
        read_lexicon(tmp_path / "khong-co.toml")


def test_an_office_that_changes_its_list_is_heard_at_once(tmp_path: Path) -> None:
    own = _written(tmp_path, '[words]\n"XYZT" = "một"\n')
    assert read_out("XYZT", own=own).words == "Một."
    _written(tmp_path, '[words]\n"XYZT" = "hai ba"\n')
    assert read_out("XYZT", own=own).words == "Hai ba."


def test_an_offices_list_may_come_and_go(tmp_path: Path) -> None:
    read = reader_with(tmp_path / "cach-doc.toml")
    spelled = read("XYZT", 1.0)
    own = _written(tmp_path, '[words]\n"XYZT" = "một"\n')
    assert read("XYZT", 1.0).words == "Một."
    own.unlink()
    assert read("XYZT", 1.0) == spelled


def _written(folder: Path, content: str) -> Path:
    path = folder / "cach-doc.toml"
    path.write_text(content, encoding="utf-8")
    return path
