"""A plan as plain JSON values and back: the one form in which it is hashed, compared and stored."""

from typing import Any, cast

from outreach.domain.campaigns import Plan
from outreach.domain.plain import as_plain, from_plain


def plan_as_mapping(plan: Plan) -> dict[str, Any]:
    """The plan as JSON values: days and clock times in ISO form, lengths in seconds, sets in order."""
    return cast(dict[str, Any], as_plain(plan))


def plan_from_mapping(mapping: dict[str, Any]) -> Plan:
    """The very plan of which :func:`plan_as_mapping` gave the mapping."""
    return from_plain(Plan, mapping)
