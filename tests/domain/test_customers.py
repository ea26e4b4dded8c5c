"""What is said of customers, whatever list they came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.customers import (
    CODE,
    AgreementState,
    AudienceFilter,
    Customer,
    PaymentWay,
    folded,
    unit_of,
)
from outreach.domain.phones import Phone, PhoneKind


def test_messages_go_to_the_first_mobile_and_never_to_a_landline() -> None:
    landline, mobile = Phone("842053870123", PhoneKind.LANDLINE), Phone("84912345678", PhoneKind.MOBILE)
    assert Customer("PA11CL0000001", "Lý Mơ", (landline, mobile), "06190").mobile == mobile.number
    assert Customer("PA11CL0000001", "Lý Mơ", (landline,), "06190").mobile == ""


@pytest.mark.parametrize("spelling", ["Hòa Đăng", "Hoà  đăng", "HOA DANG", "Ho\u0061\u0300 Đăng", " hòa đăng "])
def test_spellings_of_one_name_fold_to_one(spelling: str) -> None:
    assert folded(spelling) == "hoa dang"


@pytest.mark.parametrize(
    ("code", "good"),
    [
        ("PA11CL0001234", True),
        ("PP05000974006", True),
        ("PE01234567", True),
        ("pa11cl0001234", False),
        ("PA11CL", False),
        ("PAKHACHHANG", False),
        ("PA11CL 001234", False),
        ("=PA11CL0001234", False),
        ("PA11CL00012345678", False),
        ("ＰA11CL0001234", False),
    ],
)
def test_a_code_is_two_letters_then_letters_and_digits(code: str, good: bool) -> None:
    assert (CODE.fullmatch(code) is not None) is good


def test_a_code_names_its_power_unit() -> None:
    assert unit_of("PA11CL0001234") == "PA11CL"
    assert unit_of("XX0000012345") == ""


@given(
    st.builds(
        AudienceFilter,
        communes=st.lists(st.sampled_from(["06184", "06190"]), unique=True).map(tuple),
        reading_days=st.lists(st.integers(1, 31), unique=True).map(tuple),
        agreements=st.lists(st.sampled_from(AgreementState), unique=True).map(tuple),
        payments=st.lists(st.sampled_from(PaymentWay), unique=True).map(tuple),
    )
)
def test_a_filter_is_kept_alike_whatever_the_order_of_its_parts(wanted: AudienceFilter) -> None:
    kept = AudienceFilter.from_mapping(wanted.as_mapping())
    assert kept.as_mapping() == wanted.as_mapping()
    assert set(kept.agreements) == set(wanted.agreements)
