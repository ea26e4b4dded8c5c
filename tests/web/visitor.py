"""Somebody at a browser: signed in by a session cookie, with the token that forms and programs send along."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from outreach.domain.people import Person
from outreach.web import sessions
from outreach.web.house import desk


@dataclass
class Visitor:
    client: FlaskClient
    token: str = ""

    def get(self, address: str, **more: Any) -> TestResponse:
        return self.client.get(address, **more)

    def send(self, address: str, body: Any, method: str = "POST", **more: Any) -> TestResponse:
        """What a program sends: JSON with the token in the header."""
        headers = {"X-CSRFToken": self.token}
        return self.client.open(address, method=method, json=body, headers=headers, **more)

    def fill_in(self, address: str, **fields: Any) -> TestResponse:
        """What a browser sends when a form is filled in; files are given as (stream, name)."""
        return self.client.post(address, data={"csrf_token": self.token, **fields})


def signed_in(client: FlaskClient, person: Person) -> Visitor:
    with client.application.app_context():
        identity = sessions.Visitor(person, desk().signing_in.seal(person.username)).get_id()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = identity, True
    return Visitor(client, said(client.get("/api/v1/token"))["token"])


def said(answer: TestResponse) -> Any:
    """The JSON of an answer."""
    return answer.get_json()
