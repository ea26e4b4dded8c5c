"""The people of a replay: roles, never persons. One officer and one leader a commune, and those above them."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from outreach.domain.campaigns import Plan
from outreach.domain.people import Person, Role
from outreach.domain.units import Place


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts: officers and leaders by the code of their commune."""

    officers: Mapping[str, Person]
    leaders: Mapping[str, Person]
    district: Person
    others: tuple[Person, ...]

    @property
    def power_company(self) -> Person:
        return next(person for person in self.others if person.role is Role.POWER_COMPANY)

    @property
    def all(self) -> tuple[Person, ...]:
        return (*self.others, self.district, *self.officers.values(), *self.leaders.values())


def cast_of(plan: Plan, places: Sequence[Place]) -> Cast:
    """The people of a plan, named as the places were named on its first day."""
    known = {place.code: place for place in places if place.valid_on(plan.first)}
    communes = [known.get(code) or Place(code, "Xã", code, None, plan.first) for code in plan.communes]
    names = _usernames(communes, known)
    above = _common_parent([place.code for place in communes], known)
    district = known[above].label if above else "địa bàn chiến dịch"
    officers = {p.code: Person(f"canbo.{names[p.code]}", _officer(p), Role.COMMUNE_OFFICER, p.code) for p in communes}
    leaders = {p.code: Person(f"lanhdao.{names[p.code]}", _leader(p), Role.COMMUNE_LEADER, p.code) for p in communes}
    return Cast(
        officers,
        leaders,
        Person("huyen", f"Văn phòng UBND {_lower(district)}", Role.DISTRICT_OFFICE, above),
        (
            Person("quantri", "Quản trị hệ thống", Role.ADMINISTRATOR, None),
            Person("truyenthong", f"Trung tâm truyền thông {_lower(district)}", Role.MEDIA_CENTRE, above),
            Person("dienluc", f"Điện lực phụ trách {_lower(district)}", Role.POWER_COMPANY, above),
        ),
    )


def _officer(place: Place) -> str:
    return f"Cán bộ văn hóa {_lower(place.label)}"


def _leader(place: Place) -> str:
    return f"Lãnh đạo UBND {_lower(place.label)}"


def _lower(label: str) -> str:
    """«Xã Bảo Lâm» within a sentence: «xã Bảo Lâm»."""
    return label[:1].lower() + label[1:]


def _usernames(communes: Sequence[Place], known: Mapping[str, Place]) -> dict[str, str]:
    """Names without marks and spaces; the kind goes before those that mean two places, and the code after twins.

    A town often bears the name of its district: it too then needs its kind.
    """
    above = {code for place in communes for code in _chain(place.code, known)} - {place.code for place in communes}
    short = Counter(_ascii(place.name) for place in (*communes, *(known[code] for code in above if code in known)))
    wanted = {
        place.code: _ascii(place.name) if short[_ascii(place.name)] == 1 else f"{_initials(place)}{_ascii(place.name)}"
        for place in communes
    }
    twins = Counter(wanted.values())
    return {code: name if twins[name] == 1 else f"{name}{code}" for code, name in wanted.items()}


def _ascii(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())


def _initials(place: Place) -> str:
    return "".join(_ascii(word)[:1] for word in place.kind.split())


def _chain(code: str, known: Mapping[str, Place]) -> Iterator[str]:
    """The code and those of all places above it."""
    seen: set[str] = set()
    current: str | None = code
    while current and current not in seen:
        seen.add(current)
        yield current
        current = known[current].parent if current in known else None


def _common_parent(codes: Sequence[str], known: Mapping[str, Place]) -> str | None:
    """The lowest place above all of them; none when there is none."""
    chains = [list(_chain(code, known))[1:] for code in codes]
    shared = set(chains[0]).intersection(*chains[1:]) if chains else set()
    return next((code for chain in chains[:1] for code in chain if code in shared and code in known), None)
