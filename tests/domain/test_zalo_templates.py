"""What Zalo lets stand in the gaps of an approved template."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.zalo_templates import ParameterKind, ZaloParameter, ZaloTemplate, parameter_from_info

TEMPLATE = ZaloTemplate(
    "205644",
    (
        ZaloParameter("customer_name"),
        ZaloParameter("customer_code", max_length=15, min_length=11),
        ZaloParameter("reading_date", max_length=10, kind=ParameterKind.DATE),
        ZaloParameter("old_day", max_length=2, may_be_empty=True, kind=ParameterKind.NUMBER),
    ),
)
GOOD = {
    "customer_name": "Hoàng Văn Bình", "customer_code": "PA11CL0001234", "reading_date": "31/12/2023", "old_day": "10",
}  # fmt: skip


def told(**changed: str) -> list[tuple[str, str]]:
    problems = TEMPLATE.problems("PA11CL0001234", {**GOOD, **changed})
    return [(problem.where, problem.value) for problem in problems]


def test_good_values_have_no_problem() -> None:
    assert told() == []
    assert told(old_day="") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("customer_name", "a" * 31), ("customer_name", ""), ("customer_name", "a\x07"), ("customer_code", "PA11CL0001"),
        ("reading_date", "31/02/2023"), ("reading_date", "5/1/2024"), ("reading_date", "2024-01-05"),
        ("reading_date", "٣١/12/2023"), ("old_day", "x"), ("old_day", "100"),
    ],
)  # fmt: skip
def test_a_value_that_zalo_would_refuse_is_told_by_customer_and_parameter(name: str, value: str) -> None:
    assert told(**{name: value}) == [(f"PA11CL0001234 · {name}", value)]


def test_a_name_of_exactly_the_longest_length_is_taken() -> None:
    assert told(customer_name="ễ" * 30) == []


def test_a_notice_fills_every_parameter_and_no_other() -> None:
    names = frozenset({"customer_name", "customer_code", "tên", "other"})
    assert [(problem.where, problem.value) for problem in TEMPLATE.wiring_problems(names)] == [
        ("tên", "tên"), ("reading_date", ""), ("other", "other"), ("tên", "tên"),
    ]  # fmt: skip
    assert TEMPLATE.wiring_problems(frozenset(GOOD)) == ()
    assert TEMPLATE.wiring_problems(frozenset(GOOD) - {"old_day"}) == ()


def test_parameters_come_from_what_a_provider_tells_of_a_template() -> None:
    told_by_gateway = {
        "Name": "reading_date", "Require": True, "Type": "DATE", "MaxLength": "20", "MinLength": 0, "AcceptNull": False,
    }  # fmt: skip
    told_by_zalo = {"name": "note", "require": False, "type": "STRING", "maxLength": 90, "minLength": 3}
    assert parameter_from_info(told_by_gateway) == ZaloParameter("reading_date", 20, kind=ParameterKind.DATE)
    assert parameter_from_info(told_by_zalo) == ZaloParameter("note", 90, 3, may_be_empty=True)


@given(st.dictionaries(st.sampled_from([*GOOD, "odd"]), st.text()))
def test_any_values_get_an_answer(values: dict[str, str]) -> None:
    assert all(problem.advice for problem in TEMPLATE.problems("PA11CL0001234", values))
