"""`outreach notice …`, as a person and a script use it. What is sent here may go at any hour: it is an emergency."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from outreach.cli import main
from outreach.config import content_root, read_settings
from outreach.domain.customer_ports import CustomerLine
from outreach.wiring import open_house
from tests.customers_made import made_lines

PLAN = content_root() / "schedules" / "cao-loc-2023.toml"
EXPIRES = f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%d}"
SLUG = "cao-loc-2023.mat-dien"
TEXT = "Dien luc: KH {{ code }} mat dien khan cap. LH 19006769"
URGENT = ("--title", "Mất điện", "--message-class", "emergency", "--route", "sms", "--expires-at", EXPIRES)
PEOPLE = {"soan": "power_company", "duyet": "district_office", "canbo": "commune_officer"}
CUSTOMERS = 60
MOBILE = re.compile(r"(?<![\da-f])(84\d{9}|0\d{9})(?![\da-f])")
"""Not the digits inside a hash."""

Call = Callable[..., Result]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A loaded campaign with people and customers; tests copy it."""
    folder = tmp_path_factory.mktemp("furnished")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OUTREACH_DATA", str(folder))
        assert CliRunner().invoke(main, ["load", str(PLAN)]).exit_code == 0
        for name, role in PEOPLE.items():
            words = ["person", name, "--name", name, "--role", role, "--place", "183"]
            assert CliRunner().invoke(main, words).exit_code == 0
    house = open_house(read_settings({"OUTREACH_DATA": str(folder)}))
    with house.store.transactions.writing() as uow:
        uow.customers.put(made_lines(CUSTOMERS), frozenset(CustomerLine._fields), house.desk.clock.now(), "test")
        uow.commit()
    house.store.close()
    return folder


@pytest.fixture
def folder(furnished: Path, data_folder: Path) -> Path:
    made, fresh = (sqlite3.connect(place / "outreach.db") for place in (furnished, data_folder))
    with closing(made), closing(fresh):
        made.backup(fresh)
    return data_folder


@pytest.fixture
def call(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("OUTREACH_DATA", str(folder))

    def outreach(*words: str, answer: str | None = None) -> Result:
        return CliRunner().invoke(main, ["notice", *words], input=answer)

    return outreach


def create(call: Call, *more: str, name: str = "mat-dien") -> Result:
    return call("create", "cao-loc-2023", name, *URGENT, "--text", TEXT, "--by", "soan", *more)


def record(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def test_a_notice_walks_from_a_draft_to_receipts(folder: Path) -> None:
    """Through the installed command, each step a process of its own."""

    def outreach(*words: str) -> dict[str, Any]:
        command = [str(Path(sys.executable).with_name("outreach")), "notice", *words, "--json"]
        done = subprocess.run(
            command, env={**os.environ, "OUTREACH_DATA": str(folder)}, capture_output=True, encoding="utf-8", check=True
        )
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    assert outreach("create", "cao-loc-2023", "mat-dien", *URGENT, "--text", TEXT, "--by", "soan")["state"] == "draft"
    assert outreach("price", SLUG)["people"] == CUSTOMERS
    assert outreach("submit", SLUG, "--by", "soan")["snapshot"]["people"] == CUSTOMERS
    assert outreach("approve", SLUG, "--by", "duyet", "--yes")["approved_by"] == "duyet"
    sent = outreach("send", SLUG)
    assert sent["open"] == 0
    assert sent["counts"]["accepted"] + sent["counts"]["delivered"] + sent["counts"]["refused"] == CUSTOMERS
    assert outreach("status", SLUG)["counts"] == sent["counts"]


def test_the_price_is_told_before_anything_is_decided(call: Call) -> None:
    create(call)
    told = record(call("price", SLUG, "--json"))
    assert (told["parts"], told["price_vnd"], told["verdict"]) == (CUSTOMERS, CUSTOMERS * 850, "fits")
    assert told["longest"]["text"].startswith("Dien luc: KH PA11CL")
    assert "51.000 đ" in call("price", SLUG).output


def test_nothing_that_is_printed_holds_a_phone_number(call: Call) -> None:
    create(call)
    for step in (f"price {SLUG}", f"submit {SLUG} --by soan", f"approve {SLUG} --by duyet --yes"):
        assert not MOBILE.search(call(*step.split(), "--json").output)
    for look in (f"send {SLUG}", "status", f"status {SLUG}", "list"):
        assert not MOBILE.search(call(*look.split()).output)
        assert not MOBILE.search(call(*look.split(), "--json").output)


def test_the_second_person_sees_the_snapshot_and_is_asked(call: Call) -> None:
    create(call)
    call("submit", SLUG, "--by", "soan")
    refused = call("approve", SLUG, "--by", "duyet", answer="n\n")
    assert refused.exit_code == 2
    assert TEXT in refused.output
    assert "51.000 đ" in refused.output
    assert record(call("status", SLUG, "--json"))["state"] == "submitted"
    assert record(call("approve", SLUG, "--by", "duyet", "--yes", "--json"))["state"] == "approved"


def test_nobody_approves_what_they_wrote(call: Call) -> None:
    create(call)
    call("submit", SLUG, "--by", "soan")
    assert "cần người thứ hai" in one_line(call("approve", SLUG, "--by", "soan", "--yes"))


def test_a_text_is_tried_on_ones_own_phone(call: Call) -> None:
    create(call)
    trial = record(call("try", SLUG, "0912 345 678", "--by", "soan", "--json"))
    sent = record(call("send", trial["slug"], "--json"))
    assert (sent["people"], sent["counts"]["accepted"]) == (1, 1)


def test_a_notice_is_paused_resumed_and_cancelled(call: Call) -> None:
    create(call)
    call("submit", SLUG, "--by", "soan")
    call("approve", SLUG, "--by", "duyet", "--yes")
    assert record(call("pause", SLUG, "--by", "soan", "--json"))["state"] == "paused"
    assert "tạm dừng" in one_line(call("send", SLUG))
    assert record(call("resume", SLUG, "--by", "soan", "--json"))["state"] == "approved"
    assert record(call("release", SLUG, "--by", "soan", "--json"))["hold"] == ""
    assert record(call("cancel", SLUG, "--by", "soan", "--json"))["state"] == "cancelled"
    assert record(call("status", SLUG, "--json"))["counts"]["cancelled"] == CUSTOMERS


def test_what_may_not_leave_yet_says_until_when_it_waits(call: Call) -> None:
    later = datetime.now(UTC) + timedelta(days=2)
    create(call, "--starts-at", f"{later:%Y-%m-%dT%H:%M}")
    call("submit", SLUG, "--by", "soan")
    call("approve", SLUG, "--by", "duyet", "--yes")
    told = record(call("send", SLUG, "--json"))
    assert told["counts"]["waiting"] == CUSTOMERS
    assert told["waits_until"].startswith(f"{later:%Y-%m-%dT%H:%M}")
    assert "chờ đến" in call("status", SLUG).output


def test_a_file_says_the_same_as_options_and_options_stand_above_it(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "thong-bao.toml"
    file.write_text(
        f'title = "Đổi ngày"\ntext = """\nKH {{{{ code }}}}: ghi so ngay {{{{ new_day }}}}\n"""\n'
        f'route = ["zalo", "sms"]\nexpires_at = {EXPIRES}\nzalo_template = "205644"\n'
        '[values]\nnew_day = "31/12"\n[zalo_fields]\ncustomer_code = "{{ code }}"\n'
        '[audience]\ncommunes = ["06184", "06187"]\n',
        encoding="utf-8",
    )
    words = ("create", "cao-loc-2023", "doi-ngay", "--file", str(file), "--by", "soan", "--json")
    assert record(call(*words))["route"] == ["zalo", "sms"]
    told = record(call("price", "cao-loc-2023.doi-ngay", "--json"))
    assert 0 < told["people"] < CUSTOMERS
    assert told["first"][0]["text"].endswith("ghi so ngay 31/12")
    more = ("create", "cao-loc-2023", "khac", "--file", str(file), "--by", "soan", "--title", "Khác", "--route", "sms")
    changed = record(call(*more, "--json"))
    assert (changed["title"], changed["route"]) == ("Khác", ["sms"])


def test_notices_are_listed(call: Call) -> None:
    assert json.loads(call("list", "--json").stdout) == []
    create(call)
    assert [one["slug"] for one in json.loads(call("list", "--campaign", "cao-loc-2023", "--json").stdout)] == [SLUG]
    assert "bản nháp" in call("list").output
    assert call("list", "--campaign", "khac").output.strip() == ""


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--by", "khong-co"), "Không có tài khoản «khong-co»"),
        (("--by", "canbo"), "không có quyền"),
        (("--by", "duyet"), "không có quyền"),
        (("--text", "Chào {{ ten }}"), "ten"),
        (("--text", "Ngày {{ new_day }}", "--value", "new_day"), "TÊN=NỘI DUNG"),
        (("--text", "x", "--value", "name=An"), "không có tên này"),
        (("--route", "zalo"), "Zalo"),
        (("--commune", "99999"), "99999"),
        (("--reading-day", "32"), "số nguyên từ 1 đến 31"),
        (("--expires-at", "mai"), "phải là ngày và giờ"),
        (("--expires-at", "2001-01-01"), "Hạn chót"),
        (("--opens", "7h"), "giờ:phút"),
        (("--title", " "), "title"),
        (("--text", "a" * 3000), "3000"),
        (("--file", "khong-co.toml"), "khong-co.toml"),
        (("--message-class", "spam"), "spam"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(call: Call, more: tuple[str, ...], told: str) -> None:
    refused = create(call, *more)
    assert refused.exit_code == 2
    assert told in refused.output
    assert "Traceback" not in refused.output
    assert json.loads(call("list", "--json").stdout) == []


@pytest.mark.parametrize(
    "words",
    [
        ("price", "khong-co"),
        ("status", "khong-co"),
        ("send", "khong-co"),
        ("submit", "khong-co", "--by", "soan"),
        ("approve", "khong-co", "--by", "duyet", "--yes"),
        ("try", "khong-co", "0912345678", "--by", "soan"),
        ("cancel", "khong-co", "--by", "soan"),
    ],
)
def test_an_unknown_notice_is_one_clear_line(call: Call, words: tuple[str, ...]) -> None:
    assert one_line(call(*words)) == "Không có thông báo «khong-co»."


def test_a_step_out_of_turn_is_one_clear_line(call: Call) -> None:
    create(call)
    assert "chưa được trình duyệt" in one_line(call("approve", SLUG, "--by", "duyet", "--yes"))
    assert "bản nháp" in one_line(call("send", SLUG))
    assert "chọn tên khác" in one_line(create(call))
    assert "số di động" in one_line(call("try", SLUG, "0205 3870 123", "--by", "soan"))
    call("submit", SLUG, "--by", "soan")
    assert "trạng thái khác" in one_line(call("pause", SLUG, "--by", "soan"))


def one_line(refused: Result) -> str:
    assert refused.exit_code == 2
    (line,) = refused.output.splitlines()
    return line
