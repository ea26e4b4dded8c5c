"""Many rows in one statement, on both databases: a lot goes in as one JSON text, which the database reads as a table.

Written row by row, or as arrays element by element, a lot costs the driver more time than the database needs for it.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection


def _told(value: object) -> str:
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
        return {"r": _told(rows)}


def pairs(connection: Connection) -> str:
    """What to write after FROM for a table ``r`` of ``id`` and ``told``, given by :func:`pair_values`."""
    if connection.dialect.name == "sqlite":
        return "(SELECT CAST(key AS INTEGER) AS id, value AS told FROM json_each(:r)) AS r"
    return "(SELECT CAST(key AS bigint) AS id, value AS told FROM json_each_text(CAST(:r AS json)) AS e) AS r"


def pair_values(told: Mapping[int, str]) -> dict[str, str]:
    return {"r": _told(told)}


def listed(connection: Connection, kind: str) -> str:
    """A subquery of the values given by :func:`list_values`; ``kind`` is ``bigint`` or ``text``."""
    if connection.dialect.name == "sqlite":
        return "(SELECT value FROM json_each(:listed))"
    return f"(SELECT CAST(value AS {kind}) FROM json_array_elements_text(CAST(:listed AS json)))"


def list_values(told: Sequence[Any]) -> dict[str, str]:
    return {"listed": _told(told)}
