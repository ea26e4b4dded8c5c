"""Many rows in one statement, on both databases: a lot goes in as one JSON text (SQLite) or as arrays (PostgreSQL).

Writing a lot row by row costs the driver more time than the database needs for all of it.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection


class Lot:
    """Rows of named, typed columns (``bigint``, ``integer``, ``text``) that a statement reads as a table ``r``."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        self._columns = dict(columns)

    def source(self, connection: Connection) -> str:
        """What to write after FROM."""
        names = list(self._columns)
        if connection.dialect.name == "sqlite":
            told = ", ".join(f"json_extract(value, '$[{place}]') AS {name}" for place, name in enumerate(names))
            return f"(SELECT {told} FROM json_each(:r)) AS r"
        arrays = ", ".join(f"CAST(:r_{name} AS {kind}[])" for name, kind in self._columns.items())
        return f"unnest({arrays}) AS r({', '.join(names)})"

    def values(self, connection: Connection, rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
        """The parameters that :meth:`source` speaks of."""
        if connection.dialect.name == "sqlite":
            return {"r": json.dumps(rows, ensure_ascii=False, separators=(",", ":"))}
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(self._columns)
        return {f"r_{name}": list(column) for name, column in zip(self._columns, columns, strict=True)}
