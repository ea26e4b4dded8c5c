"""A day's work in a place of any size, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

from outreach.domain.duties import CellState
from outreach.domain.people import Person, Role
from outreach.domain.units import Place
from tests.setting import ADMIN, COMMUNES, DISTRICT, DUTY, FIRST, OLD, PLACES, Setting, at

PROVINCE = Person("tinh", "Văn phòng UBND tỉnh", Role.DISTRICT_OFFICE, "20")


def test_a_place_holds_what_lay_in_it_on_the_campaigns_last_day(setting: Setting) -> None:
    with setting.store.transactions.reading() as uow:
        assert uow.places.below("20", FIRST) == {"20", "183", *COMMUNES}
        assert uow.places.below("183", date(2026, 1, 1)) == {"183"}
        assert uow.places.below("06190", FIRST) == {"06190"}


def test_province_district_and_nation_count_the_same_work(setting: Setting) -> None:
    setting.sweep(at(FIRST + timedelta(days=2), 22))
    days = [setting.desk.viewing.today(person) for person in (ADMIN, PROVINCE, DISTRICT)]
    assert days[0].totals.to_confirm > 0
    assert days[0].totals == days[1].totals == days[2].totals
    assert [p.above[-1] for p in days[1].pressing] == ["20"] * len(days[1].pressing)


def test_who_is_called_sees_what_was_called_for_however_much_presses(setting: Setting) -> None:
    for day in range(6):
        setting.sweep(at(FIRST + timedelta(days=day), 20))
    view = setting.desk.viewing.today(DISTRICT)
    called = {raised.cell for _place, raised in view.escalations}
    assert called
    assert called <= {pressing.cell.key for pressing in view.pressing}


def test_a_past_grid_counts_the_same_in_figures_and_cells(setting: Setting) -> None:
    setting.sweep(at(FIRST + timedelta(days=8)))
    setting.sweep(at(FIRST + timedelta(days=10)))
    then = at(FIRST + timedelta(days=9))
    grid = setting.desk.reporting.campaign("doi-ngay-ghi", then).grids[0]
    told = setting.desk.reporting.status("doi-ngay-ghi", then)
    assert grid.counts == told.counts
    assert grid.counts[CellState.MISSED] > 0 or grid.counts[CellState.PENDING] > 0
    assert {cell for row in grid.rows for cell in row.cells if cell} == set(told.cells)
    assert all(cell.key.duty == DUTY for cell in told.cells)


def test_a_renamed_place_is_shown_by_its_new_name_at_once(setting: Setting) -> None:
    assert "Bảo Lâm" in _names(setting)
    renamed = [replace(place, name="Bảo Lạc") for place in PLACES if place.code == "06190"]
    setting.desk.loading.register(renamed)
    assert "Bảo Lạc" in _names(setting)
    assert "Bảo Lâm" not in _names(setting)


def test_places_that_go_round_in_a_ring_end_somewhere(setting: Setting) -> None:
    setting.desk.loading.register([Place("a", "Xã", "A", "b", OLD), Place("b", "Xã", "B", "a", OLD)])
    with setting.store.transactions.reading() as uow:
        assert uow.places.below("a", FIRST) == {"a", "b"}


def _names(setting: Setting) -> list[str]:
    return [row.place.name for row in setting.desk.reporting.campaign("doi-ngay-ghi").grids[0].rows]
