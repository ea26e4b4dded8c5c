"""The other end of the loudspeaker: words turned back into what was written, in a way of its own."""

from outreach.studio.speech.numbers import DIGITS

_VALUES = {word: value for value, word in enumerate(DIGITS)} | {"mốt": 1, "tư": 4, "lăm": 5}
_SIZES = {"nghìn": 10**3, "triệu": 10**6}


def heard_number(words: str) -> int:
    """Splits at the last «tỷ», then adds up group by group."""
    said = words.split()
    if "tỷ" in said:
        last = len(said) - 1 - said[::-1].index("tỷ")
        return heard_number(" ".join(said[:last])) * 10**9 + _below_a_billion(said[last + 1 :])
    return _below_a_billion(said)


def heard_digits(words: str) -> str:
    return "".join(str(_VALUES[word]) for word in words.replace(",", "").split())


def _below_a_billion(said: list[str]) -> int:
    total = group = unit = 0
    for word in said:
        if word in _SIZES:
            total, group, unit = total + (group + unit) * _SIZES[word], 0, 0
        elif word == "trăm":
            group, unit = group + unit * 100, 0
        elif word == "mươi":
            group, unit = group + unit * 10, 0
        elif word == "mười":
            group += 10
        elif word != "linh":
            unit = _VALUES[word]
    return total + group + unit
