"""Styles and scripts: compressed, kept by the browser for a year, renewed by the hash in their address."""

from functools import lru_cache
from hashlib import file_digest
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask_bootstrap import Bootstrap5
from flask_compress import Compress

from outreach.web.guards import ASSETS

A_YEAR = 365 * 24 * 3600


def serve_assets(app: Flask) -> None:
    app.config.update(BOOTSTRAP_SERVE_LOCAL=True, SEND_FILE_MAX_AGE_DEFAULT=A_YEAR, COMPRESS_ALGORITHM=["br", "gzip"])
    Bootstrap5(app)
    Compress(app)
    app.after_request(_whole)
    app.url_defaults(_with_version(app))


def _whole(response: Response) -> Response:
    """Flask-Compress does not gzip a file that is streamed, and over plain HTTP browsers ask for nothing else.

    Registered after it, and so done before it.
    """
    if request.endpoint in ASSETS and response.status_code == 200 and request.method == "GET":
        response.direct_passthrough = False
        response.set_data(response.get_data())
    return response


def _with_version(app: Flask) -> Any:
    def add(endpoint: str, values: dict[str, Any]) -> None:
        folder = app.static_folder if endpoint == "static" else _folder_of(app, endpoint)
        if folder:
            values["v"] = _version(Path(folder) / values["filename"])

    return add


def _folder_of(app: Flask, endpoint: str) -> str | None:
    return app.blueprints["bootstrap"].static_folder if endpoint == "bootstrap.static" else None


@lru_cache(maxsize=256)
def _version(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()[:12]
