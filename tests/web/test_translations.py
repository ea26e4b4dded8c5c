"""Everything a screen says is also said in English, and with the same facts in it."""

import re
from string import Formatter

import pytest

from outreach.web.catalogue import extracted, read_known, renewed, untranslated
from tests.setting import DISTRICT, OFFICER
from tests.web.conftest import Visit
from tests.web.reading_pages import words


def test_every_message_has_its_english() -> None:
    """If this fails: ``python -m outreach.web.catalogue``, then fill in what it names (docs/translations.md)."""
    assert untranslated(renewed(read_known())) == []


def test_the_catalogue_holds_no_message_that_nobody_says() -> None:
    said = {message.id for message in extracted() if message.id}
    assert [message.id for message in read_known() if message.id and message.id not in said] == []


def test_a_translation_keeps_the_facts_of_its_message() -> None:
    said = [message for message in read_known() if message.id and message.string]
    assert [message.id for message in said if _facts(message.id) != _facts(message.string)] == []


def test_messages_are_found_in_templates_code_and_broken_rules() -> None:
    found = {message.id for message in extracted()}
    assert {"Sắp phát", "Máy chủ gặp lỗi. Việc đang làm chưa được ghi; hãy thử lại."} <= found
    assert "Giờ đã chọn đã qua; chọn một giờ sắp tới." in found


ADDRESSES = (
    "/hom-nay",
    "/chien-dich",
    "/chien-dich/doi-ngay-ghi",
    "/mat-khau",
    "/thong-bao",
    "/can-gap",
    "/tu-choi",
    "/khong-co",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_english_page_has_no_vietnamese_of_ours(visit: Visit, address: str) -> None:
    visitor = visit(DISTRICT)
    visitor.client.set_cookie("lang", "en")
    page = words(visitor.get(address).text)
    ours = {message.id for message in extracted() if isinstance(message.id, str) and len(message.id) > 8}
    known = {message.id: message.string for message in read_known()}
    assert [message for message in ours if message in page and known[message] != message] == []


def test_a_broken_rule_is_told_in_the_readers_language(visit: Visit) -> None:
    visitor = visit(OFFICER)
    visitor.client.set_cookie("lang", "en")
    answer = visitor.get("/chien-dich/khong-co")
    assert "There is no campaign “khong-co”." in answer.text


def _facts(text: object) -> set[str]:
    whole = str(text)
    braces = {name for _text, name, _spec, _conversion in Formatter().parse(whole) if name} if "{" in whole else set()
    return set(re.findall(r"%\((\w+)\)", whole)) | braces
