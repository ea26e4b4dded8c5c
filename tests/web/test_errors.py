"""Whatever goes wrong is answered cleanly, in the reader's language, with a way on."""

import re

import pytest
from flask import Flask

from outreach.domain.errors import StoreAway
from tests.setting import DISTRICT, OFFICER
from tests.web.conftest import Visit


@pytest.mark.parametrize(
    ("address", "status", "advice"),
    [
        ("/khong-co", 404, "Không có trang này."),
        ("/chien-dich/khong-co", 404, "Không có chiến dịch «khong-co»."),
        ("/chien-dich/%00", 404, "Không có trang này."),
        ("/chien-dich/doi-ngay-ghi?as_of=abc", 400, "Ngày «abc» không đúng; viết năm-tháng-ngày, như 2023-11-02."),
        ("/chien-dich/doi-ngay-ghi?as_of=2023-02-30", 400, "Ngày «2023-02-30» không đúng"),
        ("/chien-dich/doi-ngay-ghi?as_of=9999-12-31", 400, "Ngày «9999-12-31» không đúng"),
        ("/chien-dich/doi-ngay-ghi?as_of=20231102", 400, "Ngày «20231102» không đúng"),
        ("/chien-dich/doi-ngay-ghi?page=-1", 400, "Số trang «-1» không đúng"),
        ("/chien-dich/doi-ngay-ghi?page=x", 400, "Số trang «x» không đúng"),
        ("/chien-dich/doi-ngay-ghi?page=²", 400, "Số trang «²» không đúng"),
        ("/chien-dich/doi-ngay-ghi?page=99999999999999999999", 400, "không đúng"),
        ("/chien-dich/doi-ngay-ghi?page=000000001" + "9" * 4_500, 400, "không đúng"),
        ("/so/doi-ngay-ghi.loa/06190/2023-11-07", 404, "Không có tuần này trong sổ nhiệm vụ."),
        ("/so/doi-ngay-ghi.loa/06190/2023-13-07", 404, "Không có trang này."),
        ("/so/doi-ngay-ghi.loa/99999/2023-11-06", 404, "Không có tuần này trong sổ nhiệm vụ."),
        ("/so/khong.co/06190/2023-11-06", 404, "Không có nhiệm vụ phát «khong.co»."),
        ("/ban-ghi/" + "0" * 64, 404, "Trong thư viện không có tệp âm thanh này."),
        ("/ban-ghi/..%2f..%2fpyproject.toml", 404, "Không có trang này."),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused_with_advice(
    visit: Visit, address: str, status: int, advice: str
) -> None:
    answer = visit(DISTRICT).get(address)
    assert answer.status_code == status
    assert advice in answer.text
    assert 'href="/"' in answer.text


def test_a_page_beyond_the_last_is_the_last(visit: Visit) -> None:
    assert visit(DISTRICT).get("/chien-dich/doi-ngay-ghi?page=99").status_code == 200


def test_the_wrong_way_of_asking_is_refused(visit: Visit) -> None:
    assert visit(DISTRICT).fill_in("/hom-nay").status_code == 405


def test_a_body_that_is_too_large_is_refused(visit: Visit) -> None:
    answer = visit(DISTRICT).client.post("/mat-khau", data={"old": "x" * (10 * 2**20)})
    assert answer.status_code == 413
    assert "quá lớn" in answer.text


def test_an_error_of_ours_shows_no_traceback(app: Flask, visit: Visit) -> None:
    app.testing = False
    app.add_url_rule("/hong", "broken", lambda: str(1 // 0))
    answer = visit(DISTRICT).get("/hong")
    assert answer.status_code == 500
    assert "Máy chủ gặp lỗi" in answer.text
    assert "ZeroDivisionError" not in answer.text


def test_a_database_that_is_away_is_told_as_such(app: Flask, visit: Visit) -> None:
    def away() -> str:
        raise StoreAway("database is locked")

    app.add_url_rule("/hong-kho", "away", away)
    answer = visit(OFFICER).get("/hong-kho")
    assert answer.status_code == 503
    assert "chờ một phút rồi thử lại" in answer.text
    assert "locked" not in answer.text


def test_an_error_page_leads_back_to_where_one_was(visit: Visit) -> None:
    answer = visit(OFFICER).get("/khong-co", headers={"Referer": "http://localhost/hom-nay?x=1"})
    assert re.search(r'href="/hom-nay\?x=1">Quay lại', answer.text)


def test_an_error_page_does_not_lead_elsewhere(visit: Visit) -> None:
    answer = visit(OFFICER).get("/khong-co", headers={"Referer": "https://xa.example/hom-nay"})
    assert "xa.example" not in answer.text
    assert "Về trang đầu" in answer.text


@pytest.mark.parametrize("odd", ["http://[/", "//[", "http://[::1/x", "\\"])
def test_an_address_that_cannot_be_read_leads_nowhere(visit: Visit, odd: str) -> None:
    answer = visit(OFFICER).get("/khong-co", headers={"Referer": odd})
    assert answer.status_code == 404
    assert "Về trang đầu" in answer.text


def test_what_the_reader_typed_is_shown_as_text(visit: Visit) -> None:
    answer = visit(DISTRICT).get("/chien-dich/doi-ngay-ghi?as_of=<b>x")
    assert "«&lt;b&gt;x»" in answer.text


def test_the_api_is_answered_in_json(visit: Visit) -> None:
    answer = visit(DISTRICT).get("/api/v1/campaigns/khong-co")
    assert answer.status_code == 404
    assert answer.is_json
