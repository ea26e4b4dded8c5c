"""The made-up customers of a replay: nobody's names, and numbers in a row that nobody was given.

Who has a phone, shares one or wants no messages follows from the customer's code and the seed alone. What becomes of
a message follows from the number's last digits, as the sandbox has it; numbers in a row show every kind.
"""

from collections.abc import Iterator, Sequence

from outreach.domain.customer_ports import CustomerLine
from outreach.domain.customers import folded
from outreach.replay.chance import between, chance, chosen

UNIT = "PA11CL"
HAMLETS = 5
_PHONES = (("none", 0.04), ("landline", 0.05), ("shared", 0.06))
_WAYS = (("cashless", 0.4), ("cash", 0.5))
_REFUSING = 0.01


def customers(seed: int, communes: Sequence[str], each: int) -> Iterator[CustomerLine]:
    """So many of each commune, one code after another."""
    before = ""
    for number in range(1, each * len(communes) + 1):
        code = f"{UNIT}{number:07d}"
        phone = _phone(chosen(seed, _PHONES, "phone", code), number, before)
        before = phone if phone.startswith("849") else before
        yield _line(seed, code, number, phone, communes[(number - 1) // each])


def _line(seed: int, code: str, number: int, phone: str, commune: str) -> CustomerLine:
    name, hamlet = f"Khách hàng {number:04d}", f"Thôn {between(seed, 1, HAMLETS, 'hamlet', code)}"
    return CustomerLine(
        code=code,
        name=name,
        folded=folded(name),
        mobile=phone if phone.startswith("849") else "",
        phones=phone,
        commune=commune,
        hamlet=hamlet,
        power_unit=UNIT,
        reading_day=str(between(seed, 1, 25, "day", commune, hamlet)),
        payment=chosen(seed, _WAYS, "way", code),
        agreement="none",
    )


def _phone(kind: str, number: int, before: str) -> str:
    if kind == "none":
        return ""
    if kind == "landline":
        return f"84205{number:07d}"
    return before if kind == "shared" and before else f"8490{number:07d}"


def refuses(seed: int, code: str) -> bool:
    """Whether this customer goes to the commune's office and says that they want no messages."""
    return chance(seed, "refuses", code) < _REFUSING
