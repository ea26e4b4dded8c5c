"""Joins the API to the app: its description at /api/v1/openapi.json, and how bodies are read."""

from json import JSONDecodeError
from typing import Any

from flask import Flask, Request
from flask_smorest import Api, Blueprint
from webargs.flaskparser import FlaskParser, abort

from outreach.web.addresses import CodeConverter, DayConverter

PREFIX = "/api/v1"


class StrictParser(FlaskParser):
    """Reads JSON bodies and refuses whatever is none with a clean 4xx: too deep, a number without end, another type."""

    def _raw_load_json(self, req: Request) -> Any:
        if not req.is_json:
            abort(415)
        try:
            body: Any = super()._raw_load_json(req)
        except (RecursionError, ValueError) as error:
            if isinstance(error, JSONDecodeError):
                raise
            abort(400)
        return body


class ApiRoutes(Blueprint):
    ARGUMENTS_PARSER = StrictParser()


class DocumentedApi(Api):
    def _register_error_handlers(self) -> None:
        """Errors are answered in one place for pages and API (errors.py), not by Flask-Smorest for both."""


def register_api(app: Flask, *blueprints: Blueprint) -> None:
    app.config["OPENAPI_URL_PREFIX"] = PREFIX
    api = DocumentedApi(app, spec_kwargs=_description())
    api.register_converter(DayConverter, lambda converter: {"type": "string", "format": "date"})
    api.register_converter(CodeConverter, lambda converter: {"type": "string", "pattern": converter.regex})
    for blueprint in blueprints:
        api.register_blueprint(blueprint, url_prefix=PREFIX)


def _description() -> dict[str, Any]:
    return {
        "title": "outreach",
        "version": "v1",
        "openapi_version": "3.0.3",
        "info": {"description": ABOUT},
        "components": {
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "session"},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRFToken"},
            }
        },
        "security": [{"session": [], "csrf": []}],
    }


ABOUT = (
    "Every screen's facts and actions. Sign in by the page /dang-nhap; requests that change something also send the "
    "token of GET /api/v1/token in the header X-CSRFToken. Times are ISO 8601 with an offset, days yyyy-mm-dd, weeks "
    "are named by their Monday, states by their names in the code."
)
