"""The administrator's page: a failure is seen, and by nobody else."""

from outreach.domain.ledger import SweepRun
from outreach.domain.messages import RawReceipt
from outreach.jobs.sweeps import all_sweeps, sound_sweeps
from outreach.web.operations import SWEEPS
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


def test_every_sweep_has_a_name_that_an_administrator_understands(sqlite_setting: Setting) -> None:
    sweeps = (*all_sweeps(sqlite_setting.desk), *sound_sweeps(sqlite_setting.desk))
    assert {sweep.name for sweep in sweeps} | {"inbox", "tokens", "replay"} == set(SWEEPS)


def test_others_may_not_see_it(visit: Visit) -> None:
    assert visit(DISTRICT).get("/van-hanh").status_code == 403
    assert "/van-hanh" not in visit(DISTRICT).get("/chien-dich").text


def test_a_held_channel_is_named_and_let_go_on(sqlite_setting: Setting, visit: Visit) -> None:
    now = sqlite_setting.clock.at
    with sqlite_setting.store.transactions.writing() as uow:
        uow.gates.put(uow.gates.lock("sandbox-sms", now).held_for("no-balance", now))
        uow.receipts.keep("sandbox-sms", RawReceipt("POST", "/callbacks/sandbox-sms", {}, b"?"), now)
        uow.receipts.mark(uow.receipts.unread(1)[0].id, "unreadable", "không phải JSON")
        uow.commit()
    page = visit(ADMIN).get("/van-hanh").text
    assert "tài khoản với nhà mạng đã hết tiền" in page
    assert "không phải JSON" in page
    assert visit(DISTRICT).fill_in("/van-hanh/kenh/sandbox-sms/chay-lai").status_code == 403
    assert visit(ADMIN).fill_in("/van-hanh/kenh/sandbox-sms/chay-lai").status_code == 303
    assert "chạy bình thường" in visit(ADMIN).get("/van-hanh").text
    assert visit(ADMIN).fill_in("/van-hanh/kenh/khong-co/chay-lai").status_code == 404
