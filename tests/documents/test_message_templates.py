"""Message templates: what people may write, what is refused and how they are told."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.documents.message_templates import JinjaTemplates
from outreach.domain.errors import BadInput, RuleBroken
from outreach.domain.message_text import tidy
from outreach.domain.wordings import LONGEST_RESULT, SAMPLE

TEMPLATES = JinjaTemplates()
THROUGH_JINJA = "{% if code %}{% endif %}"
"""Adds nothing to the text, and asks for more than the fast way can do."""

VALUES = st.fixed_dictionaries({name: st.text(max_size=20) for name in SAMPLE})
PIECES = st.one_of(
    st.text(st.characters(exclude_characters="{}#%", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=20),
    st.sampled_from(["100%", "%s", "%(name)s", "}}", "\n", *("{{ " + name + " }}" for name in SAMPLE)]),
)
FRAGMENTS = [
    "{{", "}}", "{%", "%}", "{#", "#}", " if ", " else ", " endif ", " for i in ", " set ", " macro f()", "name",
    "code", "|upper", "|default('x')", "|truncate(3)", "(", ")", "[", "]", ".", "'", '"', "==", " not ", " and ", "1",
    "\\", "\n", "raw", "endraw", "~", "**", "loop", "self", "%", "ộ", " include 'x'", " is defined",
    "|map(attribute='a')",
]  # fmt: skip


def filled(source: str, **values: str) -> str:
    return TEMPLATES.compile(source)({**SAMPLE, **values})


def told(source: str) -> list[tuple[str, str]]:
    return [(problem.where, problem.value) for problem in TEMPLATES.check(source)]


def test_fields_conditions_and_filters_make_one_tidy_line() -> None:
    source = """Kính gửi {{ name|upper|truncate(12) }},
      mã {{ code }}{% if meters != "1" %} ({{ meters }} công tơ){% endif %},
      thôn {{ hamlet|default("không rõ") }}: ghi chỉ số ngày {{ new_day }}, đúng 100%."""
    assert filled(source, name="Hoàng Văn Bình", hamlet="") == (
        "Kính gửi HOÀNG VĂN, mã PA11CL0001234 (2 công tơ), thôn không rõ: ghi chỉ số ngày 31/12/2023, đúng 100%."
    )
    assert "công tơ" not in filled(source, meters="1")


def test_decomposed_values_come_out_composed() -> None:
    assert filled("Xã {{ commune }}", commune=unicodedata.normalize("NFD", "Hợp Thành")) == "Xã Hợp Thành"


def test_a_name_is_cut_at_a_word_and_a_word_at_its_length() -> None:
    assert filled("{{ name|truncate(10) }}", name="Hoàng Văn Bình") == "Hoàng Văn"
    assert filled("{{ name|truncate(14) }}", name="Hoàng Văn Bình") == "Hoàng Văn Bình"
    assert filled("{{ name|truncate(3) }}", name="Hoàng") == "Hoà"


@given(st.lists(PIECES, max_size=12).map("".join), VALUES)
def test_the_fast_way_and_jinja_write_the_same(source: str, values: dict[str, str]) -> None:
    if TEMPLATES.check(source) or len(source) > 1000:
        return
    fast, slow = TEMPLATES.compile(source), TEMPLATES.compile(source + THROUGH_JINJA)
    assert fast(values) == slow(values)
    assert fast(values) == tidy(fast(values))


@pytest.mark.parametrize("source", ["{{ hotline }}", "{{ code }} {{ hotline }}", "{% if hotline %}x{% endif %}"])
def test_a_missing_value_is_named_and_leaves_no_gap(source: str) -> None:
    with pytest.raises(RuleBroken, match="hotline"):
        TEMPLATES.compile(source)({"code": "PA11CL0001234"})


def test_needed_are_the_fields_that_stand_in_the_text_come_what_may() -> None:
    source = (
        "{{ name|upper }} {{ hamlet|default('-')|upper }} {% if old_day %}{{ old_day }}{% endif %} {{ code }}{{ name }}"
    )
    assert TEMPLATES.compile(source).needed == ("name", "code")


def test_a_text_that_grows_too_long_when_filled_is_refused() -> None:
    assert len(filled("{{ name }}", name="a" * LONGEST_RESULT)) == LONGEST_RESULT
    with pytest.raises(RuleBroken, match="1001"):
        filled("{{ name }}", name="a" * (LONGEST_RESULT + 1))


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("{% for i in range(10**9) %}{{ i }}{% endfor %}", "vòng lặp"),
        ("{% set name = 'x' %}", "đặt biến"),
        ("{% macro f() %}{{ f() }}{% endmacro %}", "macro"),
        ("{% include 'pages/today.html' %}", "include"),
        ("{% import 'x' as x %}", "import"),
        ("{{ name.__class__.__mro__ }}", "dấu chấm"),
        ("{{ name['x'] }}", "ngoặc vuông"),
        ("{{ range(9) }}", "gọi hàm"),
        ("{{ 'a' * 999999999 }}", "Mul"),
        ("{{ name ~ code }}", "Concat"),
        ("{{ code if name else name }}", "if trong {{ }}"),
        ("{% if name is defined %}x{% endif %}", "Test"),
        ("{% if meters > '1' %}x{% endif %}", "gt"),
        ("{% if meters == 1 %}x{% endif %}", "1"),
        ("{{ name|e }}", "e"),
        ("{{ name|truncate(0) }}", "0"),
        ("{{ name|truncate(201) }}", "201"),
        ("{{ name|default(code) }}", "default"),
        ("{{ name|default('x', true) }}", "default"),
        ("{{ name|upper() }}{{ name|upper('x') }}", "upper"),
        ("{{ '\\x07' }}", "'\\x07'"),
        ("{{ name|default('\\x00') }}", "'\\x00'"),
        ("{{ self }}", "self"),
        ("{{ not name }}", "not"),
        ("{{ name or code }}", "or"),
        ("{{ (name == code)|upper }}", "compare"),
    ],
)
def test_what_is_not_on_the_list_is_refused_by_line(source: str, value: str) -> None:
    assert told("Dòng một\n" + source)[0] == ("dòng 2", value)


@pytest.mark.parametrize(
    "source",
    [
        "{{ name }",
        "{% if code %}a",
        "{% endif %}",
        "{{ name code }}",
        "{% nothing %}",
        "{{ 'a }}",
        "{{ }}",
        "{# x",
        "{% raw %}x",
    ],
)
def test_broken_syntax_is_told_with_its_line(source: str) -> None:
    assert told("Dòng một\n" + source)[0][0] == "dòng 2"


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("deadine", "deadline"), ("ten", "name"), ("tên_khách_hàng", "name"), ("ma_kh", "code"), ("thon", "hamlet"),
        ("ngay_ghi_chi_so_moi", "new_day"), ("power", "power_unit"), ("so_cong_to", "meters"),
    ],
)  # fmt: skip
def test_an_unknown_field_is_answered_with_the_nearest_known_one(wrong: str, meant: str) -> None:
    (problem,) = TEMPLATES.check("Kính gửi {{ " + wrong + " }}")
    assert problem.value == wrong
    assert "{{ " + meant + " }}" in problem.advice


def test_a_field_written_by_its_name_on_the_screen_is_answered_with_its_code_name() -> None:
    for form in ("NFC", "NFD"):
        (problem,) = TEMPLATES.check(unicodedata.normalize(form, "Kính gửi {{ tên khách hàng }}"))
        assert "«tên khách hàng» viết là {{ name }}" in problem.advice


def test_ten_thousand_characters_are_refused_without_being_read() -> None:
    assert told("{{ name }}" * 1000) == [("độ dài", "10000 ký tự")]


def test_an_empty_source_is_refused() -> None:
    assert told(" \n ") == [("nội dung", "")]


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\ud800", "\ue000"])
def test_control_characters_are_refused_with_their_place(sign: str) -> None:
    assert told(f"ab{sign}") == [("ký tự thứ 3", f"U+{ord(sign):04X}")]


@pytest.mark.parametrize(
    "source",
    [
        "{{ " + "(" * 900 + "name" + ")" * 900 + " }}",
        "{% if " + "not " * 400 + "name %}{% endif %}",
        "{{ name" + "|upper" * 300 + " }}",
        "{% if name %}" * 80 + "{% endif %}" * 80,
        "{{ " + "[" * 1900,
        "{{ -" + "-" * 1900 + "name }}",
        "{{ " + "9" * 1900 + " }}",
    ],
)
def test_towers_of_brackets_and_conditions_are_refused(source: str) -> None:
    assert TEMPLATES.check(source)


def test_what_was_found_comes_with_the_refusal() -> None:
    with pytest.raises(BadInput) as refused:
        TEMPLATES.compile("{{ x }} {{ y }}")
    assert [problem.value for problem in refused.value.problems] == ["x", "y"]


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join)))
def test_any_source_is_refused_with_advice_or_can_be_filled(source: str) -> None:
    problems = TEMPLATES.check(source)
    if problems:
        assert all(problem.where and problem.advice for problem in problems)
        assert not any("None" in problem.where for problem in problems)
    else:
        text = TEMPLATES.compile(source)(SAMPLE)
        assert text == tidy(text)
