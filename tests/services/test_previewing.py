"""A wording on a whole list: counts, price, the longest text and the rows that cannot be sent as they are."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from hypothesis import given
from hypothesis import strategies as st

from outreach.documents.message_templates import JinjaTemplates
from outreach.domain.message_text import GATEWAY_ADVERTISING, GATEWAY_CARE, LETTERS, Gauge, final, measure
from outreach.domain.wordings import SAMPLE, Render
from outreach.domain.zalo_templates import ZaloParameter
from outreach.services.previewing import FIRST_FAULTS, FIRST_ROWS, Overview, Preview

TEMPLATES = JinjaTemplates()
SOURCE = (
    "Kính gửi {{ name }} ({{ code }}): từ {{ new_day }} chỉ số công tơ được ghi vào ngày cuối tháng. Hỏi {{ hotline }}."
)


def rows(*names: str) -> Iterator[dict[str, str]]:
    return ({**SAMPLE, "name": name, "code": f"PA11CL{number:07}"} for number, name in enumerate(names))


def preview(render: Render, listed: Iterable[Mapping[str, str]], gauge: Gauge, price: Callable[[int], int]) -> Preview:
    overview = Overview(render, gauge)
    for values in listed:
        overview.look(values)
    return overview.preview(price)


def previewed(*names: str, source: str = SOURCE) -> Preview:
    return preview(TEMPLATES.compile(source), rows(*names), GATEWAY_CARE, lambda parts: 850 * parts)


def test_both_spellings_are_priced_by_their_parts() -> None:
    seen = previewed("Hoàng Văn Bình", "Lò Thị Mai")
    assert (seen.accented.texts, seen.accented.histogram, seen.accented.price) == (2, ((2, 2),), 3400)
    assert (seen.unaccented.texts, seen.unaccented.histogram, seen.unaccented.price) == (2, ((1, 2),), 1700)
    assert (seen.accented.wide, seen.unaccented.wide) == (2, 0)
    assert (seen.rows, seen.faulty, seen.faults) == (2, 0, ())


def test_the_longest_row_is_shown_with_its_text() -> None:
    seen = previewed("Lò Thị Mai", "Nguyễn Hoàng Phương Thảo", "Hoàng Văn Bình")
    for costing in (seen.accented, seen.unaccented):
        assert costing.longest is not None
        assert costing.longest.code == "PA11CL0000001"
    assert seen.unaccented.longest is not None
    assert "Nguyen Hoang Phuong Thao" in seen.unaccented.longest.text


def test_the_first_real_rows_are_shown_as_they_will_be_sent() -> None:
    seen = previewed(*["Lò Thị Mai"] * 9)
    assert [sample.code for sample in seen.accented.first] == [f"PA11CL{number:07}" for number in range(FIRST_ROWS)]
    assert seen.unaccented.first[0].text.startswith("Kinh gui Lo Thi Mai (PA11CL0000000)")


def test_rows_with_a_fault_are_counted_and_the_first_are_told_by_customer() -> None:
    seen = previewed("Công ty A & B", "Lò Thị Mai", "", "Bad\x07name")
    assert (seen.rows, seen.faulty) == (4, 3)
    assert [(fault.where, fault.value) for fault in seen.faults] == [
        ("PA11CL0000000", "&"), ("PA11CL0000002", "name"), ("PA11CL0000003", "U+0007"),
    ]  # fmt: skip


def test_a_person_to_whom_nothing_would_be_said_is_a_fault() -> None:
    seen = previewed("Lò Thị Mai", "Hoàng Văn Bình", source='{% if name == "Lò Thị Mai" %}Kính gửi{% endif %}')
    assert (seen.faulty, seen.faults[0].where) == (1, "PA11CL0000001")


def test_a_row_without_a_value_or_with_too_long_a_text_is_a_fault_and_has_no_price() -> None:
    render = TEMPLATES.compile("{{ name }} {{ hotline }}")
    listed = [{"code": "A", "name": "x"}, {"code": "B", "name": "x" * 1000, "hotline": "1"}]
    seen = preview(render, listed, GATEWAY_CARE, lambda parts: parts)
    assert (seen.rows, seen.faulty, seen.accented.texts, seen.accented.price) == (2, 2, 0, 0)
    assert [fault.where for fault in seen.faults] == ["A", "B"]
    assert "hotline" in seen.faults[0].advice


def test_texts_longer_than_the_carrier_takes_are_counted_for_each_spelling() -> None:
    seen = previewed("Lò Thị Mai", "ộ" * 160)
    assert (seen.accented.too_long, seen.unaccented.too_long) == (1, 0)


def test_the_label_of_advertising_is_no_banned_character() -> None:
    render = TEMPLATES.compile("[QC] Mời {{ name }}")
    seen = preview(render, rows("Lò Thị Mai"), GATEWAY_ADVERTISING, lambda parts: parts)
    assert seen.faulty == 0


def test_only_the_first_faults_of_a_long_list_are_kept() -> None:
    seen = previewed(*["A & B"] * 1000)
    assert (seen.faulty, len(seen.faults)) == (1000, FIRST_FAULTS)


def test_an_empty_list_has_a_preview_too() -> None:
    seen = previewed()
    assert (seen.rows, seen.accented.price, seen.accented.longest) == (0, 0, None)


@given(st.lists(st.text(st.sampled_from(LETTERS + "abc &€😀"), min_size=1, max_size=60), max_size=8))
def test_the_preview_agrees_with_sending_row_by_row(names: list[str]) -> None:
    seen, render = previewed(*names), TEMPLATES.compile(SOURCE)
    for accented, costing in ((True, seen.accented), (False, seen.unaccented)):
        parts = [measure(final(render(values), accented), GATEWAY_CARE).parts for values in rows(*names)]
        assert costing.histogram == tuple(sorted(Counter(parts).items()))
        assert (costing.parts, costing.price) == (sum(parts), 850 * sum(parts))


def test_whoever_looks_gets_what_would_be_sent() -> None:
    (values,), fields = rows("Lò Thị Mai"), (("ten_kh", TEMPLATES.compile("{{ name }}")),)
    for accented in (True, False):
        text = final(TEMPLATES.compile(SOURCE)(values), accented)
        written = Overview(TEMPLATES.compile(SOURCE), GATEWAY_CARE, accented, fields).look(values)
        assert written == (text, measure(text, GATEWAY_CARE).parts, (("ten_kh", "Lò Thị Mai"),))


def zalo_preview(source: str, parameters: tuple[ZaloParameter, ...], listed: Iterable[Mapping[str, str]]) -> Preview:
    fields = (("customer_name", TEMPLATES.compile("{{ name }}")), ("customer_code", TEMPLATES.compile("{{ code }}")))
    overview = Overview(TEMPLATES.compile(source), GATEWAY_CARE, False, fields, parameters)
    for values in listed:
        overview.look(values)
    return overview.preview(lambda parts: parts)


def test_the_fields_of_a_zalo_notice_are_checked_for_every_customer() -> None:
    parameters = (ZaloParameter("customer_name", 10), ZaloParameter("customer_code", 13))
    seen = zalo_preview("Chao", parameters, rows("Lò Thị Mai", "Hoàng Văn Bình"))
    assert seen.faulty == 1
    assert [fault.where for fault in seen.faults] == ["PA11CL0000001 · customer_name"]


def test_a_person_with_two_faults_is_one_person() -> None:
    seen = zalo_preview("Chao {{ name }}", (ZaloParameter("customer_name", 10),), rows("Hoàng Văn Bình & con"))
    assert (seen.faulty, len(seen.faults)) == (1, 2)


def test_a_zalo_field_that_cannot_be_filled_is_told_by_customer() -> None:
    seen = zalo_preview("Chao", (ZaloParameter("customer_name"),), [{"code": "A"}])
    assert (seen.faulty, seen.faults[0].where, seen.unaccented.texts) == (1, "A", 1)
