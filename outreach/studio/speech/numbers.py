"""Numbers as a Vietnamese reader says them."""

import re

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"))
_AFTER_TEN = {1: "mốt", 4: "tư", 5: "lăm"}
LONGEST = 18
"""Digits that are still said as one number; nobody follows more."""
_ROMAN = re.compile("(X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_UNITS = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "": 0}


def cardinal(number: int, leading: bool = True) -> str:
    """«2023» → «hai nghìn không trăm hai mươi ba». Groups behind the ``leading`` one name their hundreds."""
    for size, name in _GROUPS:
        if number >= size:
            head, rest = divmod(number, size)
            said = f"{cardinal(head, leading)} {name}"
            return f"{said} {cardinal(rest, leading=False)}" if rest else said
    return _hundreds(number, leading)


def _hundreds(number: int, leading: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if leading and not hundreds:
        return _tens(rest)
    said = f"{DIGITS[hundreds]} trăm"
    if not rest:
        return said
    return f"{said} linh {DIGITS[rest]}" if rest < 10 else f"{said} {_tens(rest)}"


def _tens(number: int) -> str:
    tens, unit = divmod(number, 10)
    if tens == 0:
        return DIGITS[unit]
    if tens == 1:
        return "mười" + (f" {'lăm' if unit == 5 else DIGITS[unit]}" if unit else "")
    return f"{DIGITS[tens]} mươi" + (f" {_AFTER_TEN.get(unit, DIGITS[unit])}" if unit else "")


def digit_by_digit(digits: str) -> str:
    return " ".join(DIGITS[int(digit)] for digit in digits)


def whole(digits: str) -> str:
    """Digits as they are written: «05» is five, as offices write it; «007» and what is very long are no amounts."""
    if len(digits) > LONGEST or (len(digits) > 2 and digits[0] == "0") or digits == "00":
        return digit_by_digit(digits)
    return cardinal(int(digits))


def decimals(digits: str) -> str:
    """What stands behind the comma: two digits are said as a number («69,38»), anything else one by one."""
    if len(digits) == 2 and digits[0] != "0":
        return cardinal(int(digits))
    return digit_by_digit(digits)


def month(number: int) -> str:
    return "tư" if number == 4 else cardinal(number)


def ordinal(number: int) -> str:
    return {1: "nhất", 4: "tư"}.get(number) or cardinal(number)


def roman(letters: str) -> int:
    """The value of a Roman number up to 39, which is what Vietnamese documents use; 0 when it is none."""
    found = _ROMAN.fullmatch(letters)
    return len(found[1]) * 10 + _ROMAN_UNITS[found[2]] if found else 0
