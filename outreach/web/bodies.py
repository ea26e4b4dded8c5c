"""How large a request may be, set before anything reads it: small for programs, roomy where a photo is sent.

The page that takes photos reads more than it accepts, so that it can say what is wrong and keep what was typed.
"""

from flask import Flask, request

from outreach.web.house import desk

SMALL, FORM, WITH_FILE, WITH_LIST = 64 * 2**10, 2**20, 40 * 2**20, 210_000_000
AROUND = 2**20
"""Bytes of a form beside its file."""
TAKES_FILES = {"broadcast.state_played": WITH_FILE, "customer_lists.upload": WITH_LIST}
TAKES_SOUNDS = frozenset({"bringing.upload"})


def bound_bodies(app: Flask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = FORM
    app.before_request(_bound)


def _bound() -> None:
    if request.path.startswith(("/api/", "/callbacks/")):
        request.max_content_length = SMALL
    elif request.endpoint in TAKES_FILES:
        request.max_content_length = TAKES_FILES[request.endpoint]
    elif request.endpoint in TAKES_SOUNDS:
        request.max_content_length = desk().audio.taking_in.most + AROUND
