"""Composing a notice: what is wrong with a wording, and what it counts while it is typed.

The text, the parts and the price are those of sending, because they are made by the same functions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from outreach.domain.errors import Problem, RuleBroken
from outreach.domain.message_checks import problems, sightings
from outreach.domain.message_text import Encoding, final, measure, strays, suggest_shorter
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.tariffs import Tariff
from outreach.domain.wordings import SAMPLE, MessageTemplates
from outreach.services.listing import Gauges


@dataclass(frozen=True, slots=True)
class Composing:
    """What somebody who writes a notice asks, for the carrier and at the prices of this installation."""

    templates: MessageTemplates
    gauges: Gauges
    tariff: Tariff

    def check(self, source: str) -> tuple[Problem, ...]:
        return self.templates.check(source)

    def count_answer(
        self, source: str, message_class: MessageClass, values: Mapping[str, str] = SAMPLE
    ) -> dict[str, Any]:
        """What the counter beside the text says while somebody types, as plain JSON values."""
        found = self.templates.check(source)
        if found:
            return {"problems": _as_json(found)}
        try:
            text = self.templates.compile(source)(values)
        except RuleBroken as broken:
            return {"problems": [{"where": "", "value": "", "advice": str(broken)}]}
        plain = final(text, False)
        return {
            "problems": [],
            "seen": [{"sight": sight.sight.value, "text": sight.text} for sight in sightings(text)],
            "strays": [{"character": one.character, "position": one.position} for one in strays(plain)],
            "accented": self._count(final(text, True), message_class),
            "unaccented": self._count(plain, message_class),
        }

    def _count(self, text: str, message_class: MessageClass) -> dict[str, Any]:
        gauge = self.gauges(message_class)
        told = measure(text, gauge)
        ladder = gauge.gsm7 if told.encoding is Encoding.GSM7 else gauge.ucs2
        return {
            "text": text,
            "encoding": told.encoding.value,
            "units": told.units,
            "parts": told.parts,
            "left": ladder.room(max(told.parts, 1)) - told.units,
            "price": self.tariff.price(Medium.SMS, message_class, told.parts),
            "shorter": suggest_shorter(text, gauge),
            "problems": _as_json(problems(text, gauge, message_class)),
        }


def _as_json(found: Iterable[Problem]) -> list[dict[str, str]]:
    return [{"where": problem.where, "value": problem.value, "advice": problem.advice} for problem in found]
