"""What is known of one person, as the gaps of a wording take it."""

from outreach.domain.customers import Customer
from outreach.domain.wordings import MERGE_FIELDS, merge_values

FIRST = Customer("PA11CL0001234", "Hoàng Văn Bình", (), "06184", "Thôn Bản Liếp", "PA11CL", 10)
SECOND = Customer("PA11CL0001235", "Hoàng Văn Bình", (), "06190")
COMMON = {"new_day": "31/12/2023", "deadline": "20/12/2023", "hotline": "19006769", "campaign": "Đổi lịch"}
PLACES = {"06184": "Thị trấn Đồng Đăng", "06190": "Xã Bảo Lâm"}


def test_several_meters_of_one_person_make_one_set_of_values() -> None:
    values = merge_values([FIRST, SECOND], PLACES.__getitem__, COMMON)
    assert values["codes"] == "PA11CL0001234, PA11CL0001235"
    assert (values["code"], values["meters"], values["commune"]) == ("PA11CL0001234", "2", "Thị trấn Đồng Đăng")


def test_every_known_field_has_a_value() -> None:
    assert set(merge_values([FIRST], PLACES.__getitem__, COMMON)) == {field.name for field in MERGE_FIELDS}


def test_what_nobody_said_of_a_customer_is_empty_and_what_nobody_said_at_all_is_missing() -> None:
    values = merge_values([SECOND], PLACES.__getitem__, {})
    assert (values["old_day"], values["hamlet"]) == ("", "")
    assert "hotline" not in values


def test_a_value_common_to_all_does_not_hide_a_fact_of_the_person() -> None:
    assert merge_values([FIRST], PLACES.__getitem__, {"name": "Quý khách"})["name"] == "Hoàng Văn Bình"
