"""A plan with one thing wrong is refused with its line, its key, what was read and what to write instead."""

from dataclasses import dataclass

import pytest

from tests.documents.plan_files import NAME, WHOLE, Desk, changed


@dataclass(frozen=True)
class Case:
    """``old`` becomes ``new``; the problem stands on the line of ``at`` (or of ``new``) under ``key``."""

    old: str
    new: str
    key: str
    value: str
    advice: str
    at: str = ""

    @property
    def where(self) -> str:
        marker = self.at or self.new.strip()
        line = changed(self.old, self.new).split(marker)[0].count("\n") + 1
        return f"{NAME}, dòng {line}, {self.key}"


COMMUNE = '  "06205", # Xã Hồng Phong\n'
DUTY_LAST = "last = 2023-12-19\n"
WINDOW = 'opens = "17:00"\n'

CASES = {
    "an unknown key": Case(
        'summary = "Mọi', 'sumary = "M"\nsummary = "Mọi', "sumary", "M", "có phải «summary»?", at="sumary ="
    ),
    "an unknown key like no other": Case(
        "per_week = 2", "per_week = 2\nxyz = 1", "duties[1].xyz", "1", "chỉ có: slug, title, recording", at="xyz = 1"
    ),
    "an unknown table": Case(
        "[quiet_hours]", "[gio_yen_tinh]\n[quiet_hours]", "gio_yen_tinh", "{}", "không có khóa này"
    ),
    "a missing text": Case(
        'title = "Phát loa hằng tuần"\n', "", "duties[1].title", "(không có)", 'thêm dòng title = "…"', at="[[duties]]"
    ),
    "a missing day": Case(
        "last = 2023-12-20\n", "", "period.last", "(không có)", "thêm dòng last = 2023-12-20", at="[period]"
    ),
    "an empty text": Case(
        'title = "Tỷ lệ"', 'title = "  "', "outcomes[1].title", "  ", 'đang để trống: viết title = "…"'
    ),
    "a number for a text": Case('title = "Tỷ lệ"', "title = 80", "outcomes[1].title", "80", "phải là chữ"),
    "a text for a number": Case("per_week = 2", 'per_week = "2"', "duties[1].per_week", "2", "phải là số nguyên"),
    "a yes for a number": Case("per_week = 2", "per_week = true", "duties[1].per_week", "true", "phải là số nguyên"),
    "a text for a list": Case(
        'channels = ["zalo", "sms"]', 'channels = "zalo"', "notices[1].channels", "zalo", "phải là danh sách"
    ),
    "an empty list": Case(
        'addressees = ["UBND các xã"]', "addressees = []", "letter.addressees", "[]", "danh sách rỗng"
    ),
    "a number in a list of texts": Case(
        '["UBND các xã"]', '["UBND", 5]', "letter.addressees[2]", "5", "chữ trong ngoặc kép", at='["UBND", 5]'
    ),
    "one table for a list of tables": Case(
        "[[notices]]", "[notices]", "notices", "{'slug': 'tin-nhan'", "viết [[notices]]", at="[notices]"
    ),
    "a list of tables for one table": Case("[period]", "[[period]]", "period", "[{", "viết [period]", at="[[period]]"),
    "a value for a list of tables": Case(
        '[[letter.refers_to]]\nnumber = "11/PC"\nissued = 2023-09-26\nissuer = "Công ty Điện lực"\n',
        "refers_to = 5\n", "letter.refers_to", "5", "viết [[letter.refers_to]]",
    ),
    "a day that does not exist": Case(
        DUTY_LAST, "last = 2023-13-45\n", "duties[1].last", "2023-13-45", "ví dụ last = 2023-12-20"
    ),
    "a day written as people do": Case(
        DUTY_LAST, "last = 20/12/2023\n", "duties[1].last", "20/12/2023", "không có ngoặc kép: last = 2023-12-20"
    ),
    "a day as text": Case(
        DUTY_LAST, 'last = "20/12/2023"\n', "duties[1].last", "20/12/2023", "không có ngoặc kép: last = 2023-12-20"
    ),
    "an ISO day as text": Case(
        DUTY_LAST, 'last = "2023-12-19"\n', "duties[1].last", "2023-12-19", "không có ngoặc kép: last = 2023-12-19"
    ),
    "words for a day": Case(DUTY_LAST, 'last = "hết năm"\n', "duties[1].last", "hết năm", "không có ngày này"),
    "a day with a time": Case(
        DUTY_LAST, "last = 2023-12-19T05:30:00\n", "duties[1].last", "2023-12-19 05:30:00", "last = 2023-12-19"
    ),
    "a day of another century": Case(
        DUTY_LAST, "last = 0203-12-19\n", "duties[1].last", "0203-12-19", "năm phải từ 2000"
    ),
    "a letter's month that does not exist": Case(
        'issued = "2023-10"', 'issued = "2023-13"', "letter.issued", "2023-13", "không có ngày này"
    ),
    "a period the wrong way round": Case(
        "last = 2023-12-20", "last = 2023-10-08", "period.last", "2023-10-08", "trước ngày bắt đầu 09/10/2023"
    ),
    "a period of a decade": Case(
        "last = 2023-12-20", "last = 2032-12-20", "period.last", "2032-12-20", "dài hơn hai năm"
    ),
    "an unknown commune": Case(
        COMMUNE, '  "99999",\n', "communes[2]", "99999", "không có mã này trong bảng địa phương; viết mã hành chính"
    ),
    "a commune without its leading zero": Case(COMMUNE, '  "6205",\n', "communes[2]", "6205", "«06205» Xã Hồng Phong?"),
    "a commune with two digits changed over": Case(
        COMMUNE, '  "60205",\n', "communes[2]", "60205", "«06205» Xã Hồng Phong?"
    ),
    "a commune with one wrong digit": Case(COMMUNE, '  "06215",\n', "communes[2]", "06215", "có phải «06"),
    "a commune by its name": Case(
        COMMUNE, '  "xã thuỵ hùng",\n', "communes[2]", "xã thuỵ hùng", "có phải «06208» Xã Thụy Hùng?"
    ),
    "a commune as a number": Case(COMMUNE, "  6205,\n", "communes[2]", "6205", "phải là chữ trong ngoặc kép"),
    "a commune named twice": Case(COMMUNE, '  "06184",\n', "communes[2]", "06184", "đã có ở trên", at='"06184",\n]'),
    "a commune of another time": Case(
        COMMUNE, '  "06286",\n', "communes[2]", "06286", "chỉ có Xã Khánh Khê từ 01/07/2025 trở đi"
    ),
    "a district where speakers must play": Case(
        COMMUNE, '  "183",\n', "communes[2]", "183", "không phải một xã, còn có đơn vị bên dưới"
    ),
    "a duty after the campaign": Case(
        DUTY_LAST, "last = 2023-12-21\n", "duties[1].last", "2023-12-21", "sau ngày kết thúc của chiến dịch 20/12/2023"
    ),
    "a duty before the campaign": Case(
        "first = 2023-10-10", "first = 2023-10-08", "duties[1].first", "2023-10-08", "trước ngày bắt đầu của chiến dịch"
    ),
    "a duty the wrong way round": Case(
        DUTY_LAST, "last = 2023-10-09\n", "duties[1].last", "2023-10-09", "trước ngày bắt đầu nhiệm vụ 10/10/2023"
    ),
    "a duty with an unknown recording": Case(
        'recording = "loi-keu-goi"', 'recording = "loi-keu-go"', "duties[1].recording", "loi-keu-go",
        "có phải «loi-keu-goi»?",
    ),
    "a duty of no plays": Case("per_week = 2", "per_week = 0", "duties[1].per_week", "0", "từ 1 đến 14"),
    "a duty of too many plays": Case("per_week = 2", "per_week = 15", "duties[1].per_week", "15", "từ 1 đến 14"),
    "a duty its windows cannot hold": Case(
        "per_week = 2", "per_week = 11", "duties[1].per_week", "11", "tuần 10/10/2023–15/10/2023 chỉ có 8 khung giờ"
    ),
    "a share of nothing": Case("cluster_share = 0.5", "cluster_share = 0", "duties[1].cluster_share", "0", "lớn hơn 0"),
    "a share of more than all": Case("whole = 0.9", "whole = 90", "duties[1].whole", "90", "không quá 1"),
    "a share that is no number": Case("whole = 0.9", "whole = nan", "duties[1].whole", "nan", "lớn hơn 0"),
    "an unknown grade": Case(
        '["E1", "M3"]', '["E1", "E2"]', "duties[1].accepts[2]", "E2", "mức thứ hai cho người M0–M3", at='["E1", "E2"]'
    ),
    "one grade": Case('accepts = ["E1", "M3"]', 'accepts = ["E1"]', "duties[1].accepts", "['E1']", "đúng hai mức"),
    "a window across midnight": Case(
        'closes = "17:45"', 'closes = "01:45"', "stations.windows[2].closes", "01:45", "qua nửa đêm"
    ),
    "a window in quiet hours": Case(
        'closes = "17:45"', 'closes = "21:01"', "stations.windows[2].opens", "17:00", "giờ yên tĩnh 21:00–05:00",
        at=WINDOW,
    ),
    "a window round quiet hours at noon": Case(
        'starts = "21:00"\nends = "05:00"', 'starts = "17:10"\nends = "17:20"', "stations.windows[2].opens", "17:00",
        "giờ yên tĩnh 17:10–17:20", at=WINDOW,
    ),
    "windows over each other": Case(
        WINDOW, 'opens = "06:00"\n', "stations.windows[2].opens", "06:00", "chồng lên khung 05:30–06:20"
    ),
    "a clock time as people write it": Case(
        WINDOW, 'opens = "5h30"\n', "stations.windows[2].opens", "5h30", 'viết opens = "05:30"'
    ),
    "an hour that does not exist": Case(
        WINDOW, 'opens = "25:00"\n', "stations.windows[2].opens", "25:00", "00:00 đến 23:59"
    ),
    "an unknown weekday": Case(
        '"CN"]', '"T8"]', "stations.windows[2].weekdays[3]", "T8", "chỉ có: T2, T3, T4, T5, T6, T7, CN", at='"T8"]'
    ),
    "empty quiet hours": Case('ends = "05:00"', 'ends = "21:00"', "quiet_hours.ends", "21:00", "giờ yên tĩnh rỗng"),
    "a slug with capitals": Case('"thu-nghiem"', '"Thu nghiem"', "slug", "Thu nghiem", "chữ thường", at='slug = "Thu'),
    "a slug too long": Case('"thu-nghiem"', f'"{"a" * 61}"', "slug", "a" * 61, "dài tối đa 60", at='slug = "aaa'),
    "an unknown channel": Case('"sms"]', '"zal"]', "notices[1].channels[2]", "zal", "có phải «zalo»?", at='"zal"]'),
    "a notice after the campaign": Case(
        "by = 2023-12-01", "by = 2023-12-21", "notices[1].by", "2023-12-21", "sau ngày kết thúc của chiến dịch"
    ),
    "an unknown basis": Case(
        '"customers"', '"customer"', "outcomes[1].basis", "customer", "«customers»", at='basis = "'
    ),
    "a target over all": Case("target = 80", "target = 180", "outcomes[1].target", "180", "không quá 100"),
    "an outcome before the campaign": Case(
        "by = 2023-12-31", "by = 2023-01-31", "outcomes[1].by", "2023-01-31", "trước ngày bắt đầu của chiến dịch"
    ),
    "a missing recording": Case(
        'file = "ngan.wav"', 'file = "ngan.wa"', "recordings[1].file", "ngan.wa", "có phải «ngan.wav»?"
    ),
    "a recording outside the folder": Case(
        'file = "ngan.wav"', 'file = "../ngoai.wav"', "recordings[1].file", "../ngoai.wav", "nằm trong thư mục audio"
    ),
    "a recording named from the root": Case(
        'file = "ngan.wav"', 'file = "/etc/passwd"', "recordings[1].file", "/etc/passwd", "nằm trong thư mục audio"
    ),
    "a recording behind a link": Case(
        'file = "ngan.wav"', 'file = "loi-tat.wav"', "recordings[1].file", "loi-tat.wav", "nằm trong thư mục audio"
    ),
    "a recording with an endless name": Case(
        'file = "ngan.wav"', f'file = "{"a" * 5000}"', "recordings[1].file", "a" * 79 + "…", "không có tệp này"
    ),
    "a recording that is no sound": Case(
        'file = "ngan.wav"', 'file = "hong.mp3"', "recordings[1].file", "hong.mp3", "không phải âm thanh đọc được"
    ),
    "a recording longer than every window": Case(
        'file = "ngan.wav"', 'file = "dai.wav"', "recordings[1].file", "dai.wav",
        "bản ghi dài 59 phút 50 giây, khung giờ dài nhất chỉ 50 phút 0 giây",
    ),
    "a script that is not there": Case(
        'script = "ngan.txt"', 'script = "khong.txt"', "recordings[1].script", "khong.txt", "không có tệp này"
    ),
    "a script in UTF-16": Case('script = "ngan.txt"', 'script = "cu.txt"', "recordings[1].script", "cu.txt", "UTF-8"),
    "a script in NFD": Case('script = "ngan.txt"', 'script = "roi.txt"', "recordings[1].script", "roi.txt", "NFC"),
    "a language that is none": Case(
        'language = "vi"', 'language = "Tiếng Việt"', "recordings[1].language", "Tiếng Việt", "viết vi"
    ),
    "a name in NFD": Case(
        'title = "Kế hoạch thử"', 'title = "Xa\u0303 Ho\u0300a Cư"', "title", "Xa\u0303 Ho\u0300a Cư",
        "viết «Xã Hòa Cư»",
    ),
    "an escaped accent in a list": Case(
        '"Cụm 2"', '"Cum\\u0323 2"', "stations.clusters[2]", "Cum\u0323 2", "dạng dựng sẵn NFC", at='["Cụm 1", "Cum'
    ),
    "a key in NFD": Case(
        "per_week = 2", 'per_week = 2\n"tua\u0302\u0300n" = 1', "duties[1].tua\u0302\u0300n", "tua\u0302\u0300n", "NFC",
        at='"tua',
    ),
    "an invisible character": Case('title = "Tỷ lệ"', 'title = "Tỷ\\u0000lệ"', "outcomes[1].title", "Tỷ\0lệ", "ký tự"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_plan_is_refused_for(case: Case, desk: Desk) -> None:
    (problem,) = desk.problems(changed(case.old, case.new))

    assert problem.where == case.where
    assert problem.value.startswith(case.value)
    assert case.advice in problem.advice


@pytest.mark.parametrize("part", ["recordings", "duties", "notices", "outcomes"])
def test_a_plan_is_refused_for_two_parts_of_one_name(part: str, desk: Desk) -> None:
    begin = WHOLE.index(f"[[{part}]]")
    block = WHOLE[begin:].split("\n\n")[0].rstrip()
    doubled = WHOLE.replace(block, f"{block}\n\n{block}")

    (problem,) = desk.problems(doubled)

    assert problem.where.endswith(f"{part}[2].slug")
    assert "đặt một tên khác" in problem.advice


def test_default_windows_inside_the_plan_s_own_quiet_hours_are_refused(desk: Desk) -> None:
    begin, end = WHOLE.index("[stations]"), WHOLE.index("[[recordings]]")
    quiet = WHOLE.replace('starts = "21:00"', 'starts = "17:30"')

    (problem,) = desk.problems(quiet[:begin] + quiet[end:])

    assert problem.where.endswith("quiet_hours")
    assert "17:00–18:00" in problem.advice


def test_a_commune_that_ended_during_the_campaign_is_refused_with_its_heir(desk: Desk) -> None:
    late = WHOLE.replace("2023-10-09", "2025-06-10").replace("2023-12-20", "2025-07-10")

    advice = " ".join(problem.advice for problem in desk.problems(late) if ", communes[2]" in problem.where)

    assert "Xã Hồng Phong từ 01/01/2020 đến 30/06/2025" in advice
    assert "đơn vị kế tiếp: Xã Đồng Đăng (06184)" in advice
