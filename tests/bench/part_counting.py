"""Counting parts against `smsutil`, filling a wording, and previewing a whole list: texts a second."""

import random
import statistics
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import TypeVar

import smsutil

from outreach.documents.message_templates import JinjaTemplates
from outreach.domain.message_text import GATEWAY_CARE, LETTERS, STANDARD, measure, unaccented
from outreach.domain.wordings import SAMPLE, Render
from outreach.services.previewing import Overview, Preview

T = TypeVar("T")
RUNS = 3
TEXTS, PEER_TEXTS = 20_000, 2_000
_PLAIN = "abcdeghiklmnopqrstuvxyABCDGHKLNPTVX0123456789      .,:/()-"
_SETS: dict[str, tuple[str, int, int]] = {
    "unaccented, 120-250 characters": (_PLAIN, 120, 250),
    "Vietnamese with accents, 130-400": (_PLAIN + LETTERS, 130, 400),
    "GSM with extension characters, 120-250": (_PLAIN + "^{}[]~|\\€", 120, 250),
    "with emoji, 60-200": (_PLAIN + LETTERS + "😀🌾📢", 60, 200),
}
_WORDING = (
    "Điện lực {{ power_unit }} thông báo: từ {{ new_day }} chỉ số công tơ của khách hàng {{ name }} ({{ code }}), "
    "{{ hamlet }}, {{ commune }} được ghi vào ngày cuối tháng thay vì ngày {{ old_day }}. Liên hệ {{ hotline }}."
)
_CONDITIONAL = _WORDING + '{% if meters != "1" %} Gồm {{ meters }} công tơ.{% endif %}'


def compare_part_counting() -> None:
    chance = random.Random(1)
    for name, (letters, shortest, longest) in _SETS.items():
        texts = ["".join(chance.choices(letters, k=chance.randint(shortest, longest))) for _ in range(TEXTS)]
        _agree(texts[:PEER_TEXTS])
        ours = _rates(measure, texts)
        theirs = _rates(smsutil.split, texts[:PEER_TEXTS])
        _say(f"ours: {name}", ours)
        _say(f"smsutil: {name}", theirs)
        print(f"{'  ratio':<58}{statistics.median(ours) / statistics.median(theirs):10.1f} x  goal: at least 10")
        if any(letter in LETTERS for letter in letters):
            _say(f"stripping accents: {name}", _rates(unaccented, texts))
    _time_wordings()


def _time_wordings() -> None:
    templates = JinjaTemplates()
    people = [{**SAMPLE, "code": f"PA11CL{number:07}"} for number in range(TEXTS)]
    _say("filling a wording of text and fields", _rates(templates.compile(_WORDING), people), "goal: 150,000")
    _say("filling one with a condition, by Jinja", _rates(templates.compile(_CONDITIONAL), people))
    render = templates.compile(_WORDING)
    _say(
        "previewing a list in both spellings, rows",
        [_rate(lambda: _preview(render, people), TEXTS) for _ in range(RUNS)],
    )


def _preview(render: Render, people: Sequence[Mapping[str, str]]) -> Preview:
    overview = Overview(render, GATEWAY_CARE)
    for values in people:
        overview.look(values)
    return overview.preview(lambda parts: 850 * parts)


def _agree(texts: Sequence[str]) -> None:
    """A rate of wrong answers would be no rate."""
    for text in texts:
        split = smsutil.split(text)
        assert measure(text, STANDARD).parts == len(split.parts), text


def _rates(work: Callable[[T], object], inputs: Sequence[T]) -> list[float]:
    def all_of_them() -> None:
        for one in inputs:
            work(one)

    return [_rate(all_of_them, len(inputs)) for _ in range(RUNS)]


def _rate(work: Callable[[], object], count: int) -> float:
    began = perf_counter()
    work()
    return count / (perf_counter() - began)


def _say(what: str, values: list[float], goal: str = "") -> None:
    print(f"{what:<58}{statistics.median(values):10,.0f} /s  ({min(values):,.0f}–{max(values):,.0f})  {goal}")
