"""Asking for many cells at once.

`(duty, commune, week) IN (…)` would read a whole table on SQLite, whose planner uses no index for it; so we ask for
the communes and the weeks, which an index answers, and leave out what nobody asked for afterwards.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, ColumnCollection, ColumnElement, and_

from outreach.domain.duties import CellKey

LOT = 500
"""Values in one IN list; SQLite takes 32,766 in one statement."""


def asking_for(
    columns: ColumnCollection[str, Column[Any]], keys: Sequence[CellKey], week: str = "week"
) -> Iterator[ColumnElement[bool]]:
    """Conditions which together cover the cells, and more; in the order of the keys' duties and communes."""
    by_duty: defaultdict[str, list[CellKey]] = defaultdict(list)
    for key in keys:
        by_duty[key.duty].append(key)
    for duty, of_duty in sorted(by_duty.items()):
        communes, weeks = sorted({key.commune for key in of_duty}), sorted({key.week for key in of_duty})
        for first in range(0, len(communes), LOT):
            some = communes[first : first + LOT]
            yield and_(columns.duty == duty, columns.commune.in_(some), columns[week].in_(weeks))
