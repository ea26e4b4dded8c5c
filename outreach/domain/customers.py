"""The power company's customers: who they are, where they live, how they are reached and how they pay."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from functools import lru_cache
from typing import Any

from outreach.domain.phones import Phone, PhoneKind


class PaymentWay(StrEnum):
    UNKNOWN = ""
    CASH = "cash"
    CASHLESS = "cashless"


class AgreementState(StrEnum):
    """Whether the customer agreed in writing to the new reading day."""

    NONE = "none"  # not spoken to yet
    ASKED = "asked"
    SIGNED = "signed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Customer:
    """One contract. ``commune`` is a place's code, ``power_unit`` that of the office which serves it (PA11CL)."""

    code: str
    name: str
    phones: tuple[Phone, ...]
    commune: str
    hamlet: str = ""
    power_unit: str = ""
    reading_day: int | None = None
    payment: PaymentWay = PaymentWay.UNKNOWN
    agreement: AgreementState = AgreementState.NONE

    @property
    def mobile(self) -> str:
        """The canonical number that messages go to; "" for somebody who must be called on or visited."""
        for phone in self.phones:
            if phone.kind is PhoneKind.MOBILE:
                return phone.number
        return ""


@dataclass(frozen=True, slots=True)
class AudienceFilter:
    """Which customers a notice is for; an empty list asks nothing."""

    communes: tuple[str, ...] = ()
    hamlets: tuple[str, ...] = ()
    power_units: tuple[str, ...] = ()
    reading_days: tuple[int, ...] = ()
    agreements: tuple[AgreementState, ...] = ()
    payments: tuple[PaymentWay, ...] = ()

    def as_mapping(self) -> dict[str, list[Any]]:
        """As JSON keeps it: only what is asked, sorted, so that equal filters are kept alike."""
        return {name: sorted(values) for name, values in asdict(self).items() if values}

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> "AudienceFilter":
        known = {field.name for field in fields(cls)}
        values = {name: tuple(_MEANINGS[name](value) for value in mapping[name]) for name in mapping if name in known}
        return cls(**values)


_MEANINGS: dict[str, Any] = {
    "communes": str,
    "hamlets": str,
    "power_units": str,
    "reading_days": int,
    "agreements": AgreementState,
    "payments": PaymentWay,
}
CODE = re.compile(r"[A-Z]{2}(?=[A-Z0-9]*\d)[A-Z0-9]{6,14}", re.ASCII)
"""A customer's code: two letters of the company, then letters and digits, e.g. PA11CL0001234."""
_UNIT = re.compile(r"P[A-Z]\d\d[A-Z0-9]{2}", re.ASCII)


def unit_of(code: str) -> str:
    """The power unit that a customer's code names: its first six characters."""
    return code[:6] if _UNIT.fullmatch(code, 0, 6) else ""


def folded(text: str) -> str:
    """Without accents, case and doubled spaces: Hòa, Hoà and HOA meet. For looking up, not for show."""
    return " ".join(map(_folded_word, text.casefold().split()))


@lru_cache(maxsize=65_536)
def _folded_word(word: str) -> str:
    """Names are made of few syllables, so nearly every one has been folded before."""
    bare = "".join(mark for mark in unicodedata.normalize("NFD", word) if not unicodedata.combining(mark))
    return bare.replace("đ", "d")
