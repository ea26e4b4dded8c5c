"""What every answer carries."""

from html.parser import HTMLParser

import pytest
from flask import Flask

from tests.setting import DISTRICT, OFFICER
from tests.web.conftest import Visit

PAGES = ("/hom-nay", "/chien-dich", "/chien-dich/doi-ngay-ghi", "/so/doi-ngay-ghi.loa/06190/2023-11-06", "/mat-khau")


@pytest.mark.parametrize(
    "address", ["/dang-nhap", "/hom-nay", "/khong-co", "/api/v1/campaigns", "/static/outreach.css"]
)
def test_nobody_frames_sniffs_or_scripts_our_pages(app: Flask, address: str) -> None:
    headers = app.test_client().get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", PAGES)
def test_no_page_has_a_script_or_style_within(visit: Visit, address: str) -> None:
    """The policy would block them, and something would silently not work."""
    page = Inline()
    page.feed(visit(DISTRICT).get(address).text)
    assert page.found == []


def test_what_only_some_may_see_is_kept_by_no_cache_between(visit: Visit) -> None:
    assert visit(OFFICER).get("/hom-nay").headers["Cache-Control"] == "private, no-cache"


class Inline(HTMLParser):
    """Collects inline scripts, styles and handlers."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(tag)
        self.found += [name for name in names if name == "style" or name.startswith("on")]
