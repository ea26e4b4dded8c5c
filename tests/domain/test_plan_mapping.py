"""A plan put into JSON, by whatever database, comes back the same."""

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.domain.calendar import QuietHours, Window
from outreach.domain.campaigns import (
    Duty,
    Letter,
    LetterRef,
    NoticePlan,
    OutcomePlan,
    Plan,
    RecordingPlan,
    StationPlan,
    changes_between,
)
from outreach.domain.plan_mapping import plan_as_mapping, plan_from_mapping

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
LENGTHS = st.timedeltas(timedelta(0), timedelta(hours=1))
SHARES = st.floats(0, 1)
TEXTS = st.text(max_size=8)


def several(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=3).map(tuple)


WEEKDAYS = st.frozensets(st.integers(0, 6))
WINDOWS = several(
    st.tuples(st.times(), st.times(), WEEKDAYS, TEXTS).filter(lambda w: w[0] < w[1]).map(lambda w: Window(*w))
)
REFERENCES = several(st.builds(LetterRef, TEXTS, DAYS, TEXTS))
LETTERS = st.none() | st.builds(
    Letter, TEXTS, TEXTS, TEXTS, TEXTS, several(TEXTS), TEXTS, refers_to=REFERENCES, supersedes=REFERENCES
)
DUTIES = several(
    st.builds(
        Duty, TEXTS, TEXTS, TEXTS, st.integers(1, 14), DAYS, DAYS, SHARES, SHARES, accepts=st.tuples(TEXTS, TEXTS)
    )
)
RECORDINGS = several(st.builds(RecordingPlan, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, LENGTHS, TEXTS, TEXTS, TEXTS))
NOTICES = several(st.builds(NoticePlan, TEXTS, TEXTS, TEXTS, several(TEXTS), DAYS, TEXTS))
OUTCOMES = several(
    st.builds(
        OutcomePlan,
        *(TEXTS, TEXTS, TEXTS),
        st.none() | st.floats(0, 100),
        st.none() | st.integers(1, 10**9),
        *(TEXTS, st.floats(0, 100), DAYS),
    )
)
PLANS = st.builds(
    Plan,
    *(TEXTS, TEXTS, TEXTS, DAYS, DAYS, LETTERS, TEXTS, several(TEXTS), several(TEXTS)),
    duties=DUTIES,
    recordings=RECORDINGS,
    notices=NOTICES,
    outcomes=OUTCOMES,
    stations=st.builds(StationPlan, WINDOWS, WINDOWS, several(TEXTS)),
    quiet=st.builds(QuietHours, st.times(), st.times()),
)

SIMPLE = Plan(
    slug="thu",
    title="Thử",
    summary="",
    first=date(2023, 10, 9),
    last=date(2023, 12, 20),
    letter=None,
    source="",
    assumptions=(),
    communes=("06184", "06187"),
    duties=(Duty("loa", "Loa", "loi", 1, date(2023, 10, 9), date(2023, 12, 20)),),
    outcomes=(OutcomePlan("ty-le", "Tỷ lệ", "customers", 50.0, 10, "2023", 80.0, date(2023, 12, 31)),),
)


@settings(deadline=None, max_examples=60)
@given(PLANS)
def test_a_plan_comes_back_from_json_the_same(plan: Plan) -> None:
    stored = json.dumps(plan_as_mapping(plan), sort_keys=True, allow_nan=False)

    assert plan_from_mapping(json.loads(stored)) == plan


@settings(deadline=None, max_examples=60)
@given(PLANS)
def test_equal_plans_have_one_and_the_same_text(plan: Plan) -> None:
    mapping = plan_as_mapping(plan)

    assert json.dumps(plan_as_mapping(plan_from_mapping(mapping))) == json.dumps(mapping)


def test_a_database_that_forgets_the_point_of_a_number_does_no_harm() -> None:
    mapping = plan_as_mapping(SIMPLE)
    mapping["outcomes"][0]["target"] = 80
    mapping["duties"][0]["whole"] = 1

    plan = plan_from_mapping(mapping)

    assert isinstance(plan.outcomes[0].target, float)
    assert isinstance(plan.duties[0].whole, float)


def test_a_plan_stored_before_a_key_was_invented_takes_its_usual_value() -> None:
    mapping = plan_as_mapping(SIMPLE)
    del mapping["duties"][0]["accepts"]
    del mapping["quiet"]

    assert plan_from_mapping(mapping) == SIMPLE


def test_days_and_hours_stand_as_people_write_them() -> None:
    mapping = plan_as_mapping(SIMPLE)

    assert mapping["last"] == "2023-12-20"
    assert mapping["quiet"] == {"starts": "21:00:00", "ends": "05:00:00"}
    assert mapping["stations"]["windows"][0]["weekdays"] == [0, 1, 2, 3, 4, 5, 6]


def test_a_change_is_told_by_the_name_of_the_part_and_by_what_came_and_went() -> None:
    new = plan_as_mapping(SIMPLE)
    new["communes"] = ["06187", "06190"]
    new["duties"] = [{**new["duties"][0], "slug": "khac"}, {**new["duties"][0], "per_week": 2}]

    changes = changes_between(plan_as_mapping(SIMPLE), new)

    assert changes[0] == "communes: bỏ 06184; thêm 06190"
    assert changes[1].startswith("duties.khac: (không có) → {")
    assert changes[2:] == ("duties.loa.per_week: 1 → 2",)


def test_the_same_communes_in_another_order_are_told_as_that() -> None:
    new = {**plan_as_mapping(SIMPLE), "communes": ["06187", "06184"]}

    assert changes_between(plan_as_mapping(SIMPLE), new) == ("communes: đổi thứ tự",)
