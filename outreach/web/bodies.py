"""How large a request may be, set before anything reads it: small for programs, roomy where a photo is sent.

The page that takes photos reads more than it accepts, so that it can say what is wrong and keep what was typed.
"""

from flask import Flask, request

SMALL, FORM, WITH_FILE, WITH_LIST = 64 * 2**10, 2**20, 40 * 2**20, 210_000_000
TAKES_FILES = {"broadcast.state_played": WITH_FILE, "customer_lists.upload": WITH_LIST}


def bound_bodies(app: Flask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = FORM
    app.before_request(_bound)


def _bound() -> None:
    if request.path.startswith(("/api/", "/callbacks/")):
        request.max_content_length = SMALL
    elif request.endpoint in TAKES_FILES:
        request.max_content_length = TAKES_FILES[request.endpoint]
