"""The administrator's page: a failure is seen, and by nobody else."""

from outreach.domain.ledger import SweepRun
from tests.setting import ADMIN, DISTRICT, Setting
from tests.web.conftest import Visit


def test_a_failed_sweep_is_named_with_what_it_said(sqlite_setting: Setting, visit: Visit) -> None:
    now = sqlite_setting.clock.at
    sqlite_setting.desk.sweep_runs.record(SweepRun("plan", now, now, "OperationalError('đĩa đầy')", True))
    page = visit(ADMIN).get("/van-hanh").text
    assert "1 việc tự động đang hỏng" in page
    assert "đĩa đầy" in page


def test_when_all_is_well_it_says_so(sqlite_setting: Setting, visit: Visit) -> None:
    now = sqlite_setting.clock.at
    sqlite_setting.desk.sweep_runs.record(SweepRun("plan", now, now, "3", False))
    assert "chạy bình thường" in visit(ADMIN).get("/van-hanh").text


def test_before_anything_ran_it_says_what_to_wait_for(visit: Visit) -> None:
    assert "Chưa việc tự động nào chạy" in visit(ADMIN).get("/van-hanh").text


def test_others_may_not_see_it(visit: Visit) -> None:
    assert visit(DISTRICT).get("/van-hanh").status_code == 403
    assert "/van-hanh" not in visit(DISTRICT).get("/chien-dich").text
