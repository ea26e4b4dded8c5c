"""Reading a page as a person does: the words of a part of it, with spaces as one sees them."""

import re
from html import unescape


def words(html: str) -> str:
    """The text of a piece of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def part(html: str, start: str, end: str) -> str:
    """The words between two pieces of markup."""
    assert start in html, f"no {start!r} on the page"
    return words(html.split(start, 1)[1].split(end, 1)[0])


def cells(html: str, commune: str) -> list[str]:
    """What a row of the grid says, cell by cell."""
    row = next(row for row in html.split("<tr>") if re.search(rf"</small> {commune}</th>|>{commune}</th>", row))
    return [words(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]


def primary_buttons(html: str) -> list[str]:
    return [words(label) for label in re.findall(r'class="btn btn-primary[^>]*>(.*?)</(?:a|button)>', html, re.DOTALL)]
