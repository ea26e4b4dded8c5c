"""What every answer carries: only our own styles and scripts run here, and nobody frames these pages."""

from flask import Flask, request
from werkzeug.wrappers import Response

from outreach.web.guards import ASSETS

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; media-src 'self'; object-src 'none'; base-uri 'none';"
        " form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def dress(app: Flask) -> None:
    app.after_request(_dressed)


def _dressed(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint not in ASSETS:
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
