"""Many rows in one statement, on both databases: a lot goes in as one JSON text, which the database reads as a table.

Written row by row, or as arrays element by element, a lot costs the driver more time than the database needs for it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Lot:
    """Rows of named, typed columns (``bigint``, ``integer``, ``text``) that a statement reads as a table ``r``."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        self._columns = dict(columns)

    def source(self, connection: Connection) -> str:
        """What to write after FROM."""
        named = enumerate(self._columns.items())
        if connection.dialect.name == "sqlite":
            columns = ", ".join(f"json_extract(value, '$[{place}]') AS {name}" for place, (name, _) in named)
            return f"(SELECT {columns} FROM json_each(:r)) AS r"
        columns = ", ".join(f"CAST(e->>{place} AS {kind}) AS {name}" for place, (name, kind) in named)
        return f"(SELECT {columns} FROM json_array_elements(CAST(:r AS json)) AS e) AS r"

    def values(self, rows: Sequence[Sequence[Any]]) -> dict[str, str]:
        """The parameter that :meth:`source` speaks of."""
        return {"r": as_json(rows)}


def numbered(connection: Connection, column: str) -> str:
    """The condition that an integer column has one of the values given by :func:`number_values`.

    On PostgreSQL an array, which is looked up by hash or by index whatever the planner believes about the table.
    """
    if connection.dialect.name == "sqlite":
        return f"{column} IN (SELECT value FROM json_each(:numbers))"
    return f"{column} = ANY(CAST(:numbers AS bigint[]))"


def number_values(connection: Connection, numbers: Iterable[int]) -> dict[str, str]:
    written = ",".join(map(str, numbers))
    return {"numbers": f"[{written}]" if connection.dialect.name == "sqlite" else f"{{{written}}}"}


def listed(connection: Connection) -> str:
    """A subquery of the texts given by :func:`list_values`."""
    if connection.dialect.name == "sqlite":
        return "(SELECT value FROM json_each(:listed))"
    return "(SELECT value FROM json_array_elements_text(CAST(:listed AS json)))"


def list_values(told: Sequence[str]) -> dict[str, str]:
    return {"listed": as_json(told)}
