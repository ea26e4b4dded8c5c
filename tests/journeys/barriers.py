"""What would keep somebody out of a page: no name, too little contrast, no label."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def barriers(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical."""
    found = Axe().run(page)
    return [
        violation["id"] for violation in found.response["violations"] if violation["impact"] in ("serious", "critical")
    ]
