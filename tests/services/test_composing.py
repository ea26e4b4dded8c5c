"""What somebody who writes a notice is told while writing."""

import json

from outreach.documents.message_templates import JinjaTemplates
from outreach.domain.message_text import GATEWAY_ADVERTISING, GATEWAY_CARE, Gauge
from outreach.domain.messages import MessageClass
from outreach.domain.tariffs import USUAL
from outreach.domain.wordings import SAMPLE
from outreach.services.composing import Composing

CARE, ADVERTISING = MessageClass.CARE, MessageClass.ADVERTISING


def gauge(message_class: MessageClass) -> Gauge:
    return GATEWAY_ADVERTISING if message_class is ADVERTISING else GATEWAY_CARE


COMPOSING = Composing(JinjaTemplates(), gauge, USUAL)
LONG = "Dien luc thong bao: ghi chi so cong to cua {{ name }}, ma {{ code }}, vao ngay cuoi thang. " + "x" * 55


def test_the_counter_tells_both_spellings_with_parts_and_price() -> None:
    answer = COMPOSING.count_answer("Kính gửi {{ name }}, hỏi {{ hotline }}.", CARE)
    assert answer["accented"] == {
        "text": "Kính gửi Nguyễn Hoàng Phương Thảo, hỏi 19006769.",
        "encoding": "UCS-2", "units": 48, "parts": 1, "left": 22, "price": 850, "shorter": 0,
        "problems": [],
    }  # fmt: skip
    assert (answer["unaccented"]["encoding"], answer["unaccented"]["left"]) == ("GSM-7", 112)
    assert answer["strays"] == []
    assert answer["seen"] == [{"sight": "phone", "text": "19006769"}]


def test_the_counter_says_how_much_must_go_for_one_part_fewer() -> None:
    answer = COMPOSING.count_answer(LONG, CARE)["unaccented"]
    assert (answer["units"], answer["parts"], answer["shorter"]) == (163, 2, 3)


def test_the_counter_names_what_spoils_a_text_without_accents() -> None:
    answer = COMPOSING.count_answer("Chúc mừng 😀", CARE)
    assert answer["strays"] == [{"character": "😀", "position": 11}]


def test_the_counter_takes_the_values_it_is_given() -> None:
    answer = COMPOSING.count_answer("{{ name }}", CARE, {**SAMPLE, "name": "Lò Thị Mai"})
    assert answer["accented"]["text"] == "Lò Thị Mai"


def test_the_counter_answers_any_source_with_what_is_wrong() -> None:
    assert COMPOSING.count_answer("{{ ten }}", CARE)["problems"][0]["where"] == "dòng 1"
    assert "hotline" in COMPOSING.count_answer("{{ hotline }}", CARE, {})["problems"][0]["advice"]
    assert COMPOSING.count_answer("A & B", CARE)["unaccented"]["problems"][0]["value"] == "&"
    assert COMPOSING.count_answer("Mời dùng thẻ", ADVERTISING)["unaccented"]["problems"][0]["where"] == "ký tự thứ 1"


def test_what_the_counter_says_is_plain_json() -> None:
    answer = COMPOSING.count_answer("[QC] {{ name }} & x.vn 😀", ADVERTISING)
    assert json.loads(json.dumps(answer)) == answer


def test_the_counter_is_for_the_carrier_and_at_the_prices_of_the_class() -> None:
    care = COMPOSING.count_answer("x" * 130, CARE)["unaccented"]
    advertising = COMPOSING.count_answer("x" * 130, ADVERTISING)["unaccented"]
    assert (care["parts"], care["price"]) == (1, 850)
    assert (advertising["parts"], advertising["price"]) == (2, 1400)


def test_a_wording_that_cannot_be_filled_is_told_as_such() -> None:
    assert COMPOSING.check("{% for x in name %}")
