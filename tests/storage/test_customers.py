"""Customers on both databases: put by code, found by number, and streamed as audiences."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect

from outreach.domain.customer_ports import CustomerLine, Import, ImportState
from outreach.domain.customers import AgreementState, AudienceFilter, Customer, PaymentWay, folded
from outreach.domain.phones import Phone, PhoneKind, PhoneNote
from outreach.storage.opening import Store, open_store
from tests.customers_made import made_lines

NOW = datetime(2023, 11, 1, 1, tzinfo=UTC)
LATER = datetime(2023, 12, 1, 1, tzinfo=UTC)
ALL = frozenset(CustomerLine._fields)
HOA = CustomerLine(
    "PA11CL0000001",
    "Hoàng Văn Hòa",
    folded("Hoàng Văn Hòa"),
    "84912345678",
    "84912345678:zero_lost 842053870123",
    "06190",
    "Nà Pàn",
    "PA11CL",
    "10",
    "cash",
    "signed",
)
TWIN = HOA._replace(code="PA11CL0000002", name="Hoàng Văn Hoà", payment="cashless", agreement="none", reading_day="")
FAR = HOA._replace(
    code="PA11CL0000003", commune="06196", hamlet="", mobile="", phones="", name="Lý 100%", folded="ly 100%"
)


@pytest.fixture
def store(database_url: str, data_folder: Path) -> Iterator[Store]:
    opened = open_store(database_url, data_folder)
    with opened.transactions.writing() as uow:
        uow.customers.put([HOA, TWIN, FAR], ALL, NOW, "first")
        uow.commit()
    yield opened
    opened.close()


def test_a_customer_comes_back_as_it_was_put(store: Store) -> None:
    with store.transactions.reading() as uow:
        assert uow.customers.get("PA11CL0000001") == Customer(
            "PA11CL0000001",
            "Hoàng Văn Hòa",
            (Phone("84912345678", PhoneKind.MOBILE, PhoneNote.ZERO_LOST), Phone("842053870123", PhoneKind.LANDLINE)),
            "06190",
            "Nà Pàn",
            "PA11CL",
            10,
            PaymentWay.CASH,
            AgreementState.SIGNED,
        )
        assert uow.customers.get("PA11CL0000009") is None
        found = uow.customers.get("PA11CL0000002")
    assert found is not None
    assert found.reading_day is None


def test_putting_again_renews_what_changed_and_doubles_nothing(store: Store) -> None:
    with store.transactions.writing() as uow:
        put = uow.customers.put([HOA, TWIN._replace(hamlet="Pò Mục"), HOA._replace(code="X")], ALL, LATER, "second")
        assert (put.new, put.changed, put.same) == (1, 1, 1)
        assert uow.customers.count(AudienceFilter()) == 4
        found = uow.customers.get("PA11CL0000002")
    assert found is not None
    assert found.hamlet == "Pò Mục"


def test_columns_that_a_list_lacks_stay_as_they_were(store: Store) -> None:
    bare = CustomerLine("PA11CL0000001", "Hoàng Văn Hợp", "hoang van hop", "", "", "06196", "", "", "", "", "none")
    with store.transactions.writing() as uow:
        uow.customers.put([bare], frozenset({"code", "name", "folded", "commune"}), LATER, "second")
        found = uow.customers.get("PA11CL0000001")
    assert found is not None
    assert (found.name, found.commune, found.mobile, found.hamlet) == (
        "Hoàng Văn Hợp",
        "06196",
        "84912345678",
        "Nà Pàn",
    )


def test_a_list_that_says_nothing_of_an_agreement_takes_none_back(store: Store) -> None:
    with store.transactions.writing() as uow:
        put = uow.customers.put([HOA._replace(agreement="none")], ALL, LATER, "second")
        assert put.same == 1
        uow.customers.put([HOA._replace(agreement="refused")], ALL, LATER, "third")
        found = uow.customers.get("PA11CL0000001")
    assert found is not None
    assert found.agreement is AgreementState.REFUSED


def test_customers_are_found_by_number_code_and_name(store: Store) -> None:
    with store.transactions.reading() as uow:
        assert [c.code[-1] for c in uow.customers.by_mobile("84912345678")] == ["1", "2"]
        assert uow.customers.by_mobile("") == ()
        for text, codes in {
            "pa11cl00000": "123",
            "hòa": "12",
            "hoa": "12",
            "0912 345 678": "12",
            "02053870123": "12",
            "ly": "3",
            "%": "3",
            "": "",
        }.items():
            assert "".join(c.code[-1] for c in uow.customers.search(text, 10)) == codes, text
        assert len(uow.customers.search("pa11cl", 2)) == 2
        assert [c.code[-1] for c in uow.customers.search("pa11cl", 9, ["06196"])] == ["3"]


def test_an_audience_is_all_that_every_condition_lets_through(store: Store) -> None:
    asked = {
        AudienceFilter(): "123",
        AudienceFilter(communes=("06190",)): "12",
        AudienceFilter(communes=("06190", "06196"), payments=(PaymentWay.CASH,)): "13",
        AudienceFilter(reading_days=(10,)): "13",
        AudienceFilter(agreements=(AgreementState.NONE,)): "2",
        AudienceFilter(power_units=("PA16CL",)): "",
        AudienceFilter(hamlets=("Nà Pàn",)): "12",
    }
    with store.transactions.reading() as uow:
        for wanted, codes in asked.items():
            assert "".join(c.code[-1] for c in uow.customers.audience(wanted)) == codes
            assert uow.customers.count(wanted) == len(codes)
            assert AudienceFilter.from_mapping(wanted.as_mapping()) == wanted


def test_an_audience_larger_than_a_lot_comes_whole_and_in_order(store: Store) -> None:
    with store.transactions.writing() as uow:
        uow.customers.put(made_lines(12_000), ALL, NOW, "many")
        uow.commit()
    with store.transactions.reading() as uow:
        codes = [customer.code for customer in uow.customers.audience(AudienceFilter())]
    assert len(codes) == 12_003
    assert codes == sorted(codes)


def test_near_duplicates_are_of_one_name_in_one_hamlet(store: Store) -> None:
    with store.transactions.reading() as uow:
        (alike,) = uow.customers.near_duplicates(10)
    assert (alike.folded, alike.codes) == ("hoang van hoa", ("PA11CL0000001", "PA11CL0000002"))


def test_what_is_known_of_places_and_units_can_be_chosen_from(store: Store) -> None:
    with store.transactions.reading() as uow:
        assert uow.customers.hamlets(["06190", "06196"]) == ("Nà Pàn",)
        assert uow.customers.power_units() == ("PA11CL",)


def test_an_import_is_kept_and_moves_on_once(store: Store) -> None:
    one = Import("a1", "khach.csv", "00", ImportState.CHECKED, "dl", NOW, NOW, 2, 3, {"good": 2}, {"code": ["Mã"]})
    with store.transactions.writing() as uow:
        uow.imports.put(one)
        assert uow.imports.get("a1") == one
        assert uow.imports.latest(5) == (one,)
        moves = [
            uow.imports.move("a1", frozenset({ImportState.CHECKED}), ImportState.APPLYING, LATER) for _ in range(2)
        ]
    assert moves == [True, False]


def test_a_mapping_is_remembered_for_the_same_headings(store: Store) -> None:
    with store.transactions.writing() as uow:
        assert uow.imports.mapping_for("print") is None
        uow.imports.remember_mapping("print", {"code": ["Mã KH"]}, NOW)
        uow.imports.remember_mapping("print", {"code": ["Mã"]}, LATER)
        assert uow.imports.mapping_for("print") == {"code": ["Mã"]}


def test_a_first_list_leaves_the_indexes_as_they_were_whether_it_goes_in_or_not(
    database_url: str, data_folder: Path
) -> None:
    """They are made after the rows where a table was empty."""

    def torn() -> Iterator[CustomerLine]:
        yield HOA
        raise KeyboardInterrupt

    store = open_store(database_url, data_folder)
    with pytest.raises(KeyboardInterrupt), store.transactions.writing() as uow:
        uow.customers.put(torn(), ALL, NOW, "torn")
    names = [{index["name"] for index in inspect(store.engine).get_indexes("customers")}]
    with store.transactions.writing() as uow:
        uow.customers.put([HOA], ALL, NOW, "whole")
        uow.commit()
    names.append({index["name"] for index in inspect(store.engine).get_indexes("customers")})
    assert names == [{"ix_customers_commune_hamlet", "ix_customers_mobile"}] * 2
    store.close()
