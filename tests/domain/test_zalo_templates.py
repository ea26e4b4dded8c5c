"""What Zalo lets stand in the gaps of an approved template."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.errors import RuleBroken
from outreach.domain.zalo_templates import ZaloParameter, parameter_of, problems_of

PARAMETERS = (ZaloParameter("customer_name"), ZaloParameter("customer_code", 15))
GOOD = {"customer_name": "Hoàng Văn Bình", "customer_code": "PA11CL0001234"}


def told(**changed: str) -> list[tuple[str, str]]:
    problems = problems_of(PARAMETERS, "PA11CL0001234", {**GOOD, **changed})
    return [(problem.where, problem.value) for problem in problems]


def test_good_values_have_no_problem() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("customer_name", "a" * 31), ("customer_name", ""), ("customer_name", "a\x07"), ("customer_code", "P" * 16)],
)
def test_a_value_that_zalo_would_refuse_is_told_by_customer_and_parameter(name: str, value: str) -> None:
    assert told(**{name: value}) == [(f"PA11CL0001234 · {name}", value)]


def test_a_name_of_exactly_the_longest_length_is_taken() -> None:
    assert told(customer_name="ễ" * 30) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ten_kh", ZaloParameter("ten_kh")),
        (" ten_kh : 50 ", ZaloParameter("ten_kh", 50)),
        ("a:200", ZaloParameter("a", 200)),
    ],
)
def test_a_parameter_is_written_by_its_name_and_perhaps_its_length(written: str, meant: ZaloParameter) -> None:
    assert parameter_of(written) == meant


@pytest.mark.parametrize("written", ["", "tên", "a b", "1a", "a:", "a:0", "a:201", "a:x"])
def test_any_other_way_to_write_one_is_refused(written: str) -> None:
    with pytest.raises(RuleBroken):
        parameter_of(written)


@given(st.dictionaries(st.sampled_from([*GOOD, "odd"]), st.text()))
def test_any_values_get_an_answer(values: dict[str, str]) -> None:
    assert all(problem.advice for problem in problems_of(PARAMETERS, "PA11CL0001234", values))
