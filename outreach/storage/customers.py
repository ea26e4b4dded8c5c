"""Customers as they are asked for: one, those of a number, and whole audiences as a stream."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, false, func, or_, select, update

from outreach.domain.customer_ports import Alike, Import, ImportState, Put
from outreach.domain.customers import AgreementState, AudienceFilter, Customer, PaymentWay, folded
from outreach.domain.phones import Phone, phone_of, read_phone
from outreach.storage.customer_putting import put_lines
from outreach.storage.customer_tables import column_mappings, customers, imports
from outreach.storage.inserting import insert_or_replace

_C = customers.c
_SHOWN = (
    *(_C.code, _C.name, _C.phones, _C.commune, _C.hamlet, _C.power_unit),
    *(_C.reading_day, _C.payment, _C.agreement),
)
_CUSTOMERS = select(*_SHOWN).order_by(_C.code)
_ASKED = {
    "communes": _C.commune,
    "hamlets": _C.hamlet,
    "power_units": _C.power_unit,
    "reading_days": _C.reading_day,
    "agreements": _C.agreement,
    "payments": _C.payment,
}
STREAMED = 5_000
"""Rows held at once while an audience is read."""


class SqlCustomers:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(
        self,
        lines: Iterable[Sequence[str]],
        known: frozenset[str],
        at: datetime,
        source: str,
        own: frozenset[str] | None = None,
    ) -> Put:
        return put_lines(self._connection, lines, known, at, source, own)

    def outside(self, codes: Sequence[str], own: frozenset[str]) -> frozenset[str]:
        found = self._connection.execute(select(_C.code, _C.commune).where(_C.code.in_(codes)))
        return frozenset(code for code, commune in found if commune not in own)

    def get(self, code: str) -> Customer | None:
        found = self._connection.execute(_CUSTOMERS.where(_C.code == code)).one_or_none()
        return _to_customer(found) if found else None

    def named(self, codes: Sequence[str]) -> dict[str, Customer]:
        return {one.code: one for one in self._all(_CUSTOMERS.where(_C.code.in_(codes)))}

    def by_mobile(self, number: str) -> tuple[Customer, ...]:
        return self._all(_CUSTOMERS.where(_C.mobile == number, _C.mobile != ""))

    def search(self, text: str, limit: int, communes: Sequence[str] | None = None) -> tuple[Customer, ...]:
        query = _CUSTOMERS.where(_answering(text)).limit(limit)
        return self._all(query if communes is None else query.where(_C.commune.in_(communes)))

    def audience(self, wanted: AudienceFilter, by_number: bool = False) -> Iterator[Customer]:
        query = _CUSTOMERS.where(*_conditions(wanted))
        if by_number:
            query = query.order_by(None).order_by(_C.mobile, _C.commune, _C.code)
        for row in self._connection.execute(query, execution_options={"yield_per": STREAMED}):
            yield _to_customer(row)

    def count(self, wanted: AudienceFilter) -> int:
        query = select(func.count()).select_from(customers).where(*_conditions(wanted))
        return self._connection.scalar(query) or 0

    def near_duplicates(self, limit: int) -> tuple[Alike, ...]:
        same = (_C.folded, _C.commune, _C.hamlet)
        query = select(*same, func.aggregate_strings(_C.code, " ").label("codes")).group_by(*same)
        found = self._connection.execute(query.having(func.count() > 1).order_by(_C.commune, _C.folded).limit(limit))
        return tuple(Alike(row.folded, row.commune, row.hamlet, tuple(sorted(row.codes.split()))) for row in found)

    def hamlets(self, communes: Sequence[str]) -> tuple[str, ...]:
        query = select(_C.hamlet).where(_C.commune.in_(communes), _C.hamlet != "").distinct().order_by(_C.hamlet)
        return tuple(self._connection.scalars(query))

    def power_units(self) -> tuple[str, ...]:
        query = select(_C.power_unit).where(_C.power_unit != "").distinct().order_by(_C.power_unit)
        return tuple(self._connection.scalars(query))

    def _all(self, query: Select[Any]) -> tuple[Customer, ...]:
        return tuple(_to_customer(row) for row in self._connection.execute(query))


def _conditions(wanted: AudienceFilter) -> list[ColumnElement[bool]]:
    return [_ASKED[name].in_(values) for name, values in wanted.as_mapping().items()]


def _answering(text: str) -> ColumnElement[bool]:
    """What somebody typed into a search box may be a code, a number or a name."""
    words, number = folded(text), read_phone(text)
    if not words:
        return false()
    ways = [_C.code.startswith(words.upper(), autoescape=True), _C.folded.contains(words, autoescape=True)]
    if isinstance(number, Phone):
        ways.append(_C.phones.contains(number.number, autoescape=True))
    return or_(*ways)


def _to_customer(row: Sequence[Any]) -> Customer:
    code, name, phones, commune, hamlet, unit, day, payment, agreement = row
    read = tuple([phone_of(*phone.split(":")) for phone in phones.split()])
    return Customer(code, name, read, commune, hamlet, unit, day, _PAYMENTS[payment], _AGREEMENTS[agreement])


_PAYMENTS = {way.value: way for way in PaymentWay}
_AGREEMENTS = {state.value: state for state in AgreementState}
"""Asking an enumeration for its member costs several times as much, for every customer of a list."""


class SqlImports:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, one: Import) -> None:
        insert_or_replace(self._connection, imports, [asdict(one)], ("id",))

    def get(self, id: str) -> Import | None:
        found = self._connection.execute(select(imports).where(imports.c.id == id)).one_or_none()
        return _to_import(found) if found else None

    def latest(self, limit: int) -> tuple[Import, ...]:
        query = select(imports).order_by(imports.c.at.desc(), imports.c.id).limit(limit)
        return tuple(_to_import(row) for row in self._connection.execute(query))

    def move(self, id: str, before: frozenset[ImportState], after: ImportState, at: datetime) -> bool:
        expected = imports.c.state.in_(sorted(before))
        step = update(imports).where(imports.c.id == id, expected).values(state=after, renewed_at=at)
        return self._connection.execute(step).rowcount == 1

    def mapping_for(self, fingerprint: str) -> Mapping[str, Sequence[str]] | None:
        query = select(column_mappings.c.mapping).where(column_mappings.c.fingerprint == fingerprint)
        found: Mapping[str, Sequence[str]] | None = self._connection.scalar(query)
        return found

    def remember_mapping(self, fingerprint: str, mapping: Mapping[str, Sequence[str]], at: datetime) -> None:
        record = {"fingerprint": fingerprint, "mapping": dict(mapping), "at": at}
        insert_or_replace(self._connection, column_mappings, [record], ("fingerprint",))


def _to_import(row: Row[Any]) -> Import:
    return Import(**{**row._mapping, "state": ImportState(row.state)})
