"""The product's own HTTP client, bare: what every contestant sends with that may choose its client."""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from outreach.channels.posting import Call, Poster, Reply
from tests.bench.sending.provider import ACCOUNT, MESSAGES, TOKEN

SENDER = "+15005550006"
LOGIN = b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
HEADERS = ("Content-Type: application/x-www-form-urlencoded", f"Authorization: Basic {LOGIN}")


class Client:
    """Posts messages to one provider; keeps its connections between lots."""

    def __init__(self, provider: str, connections: int) -> None:
        self._poster = Poster(provider, connections)
        self._url = provider + MESSAGES

    def send(self, messages: Iterable[tuple[int, str, str]]) -> Iterator[tuple[int, str]]:
        """Sends each (id, number, text); yields (id, sid) as answers come, in any order."""
        calls = ((number, self._call(to, text)) for number, to, text in messages)
        for number, reply in self._poster.post(calls, may_start=lambda: True):
            assert isinstance(reply, Reply)
            assert reply.status == 201, reply
            yield number, str(json.loads(reply.body)["sid"])

    def _call(self, to: str, text: str) -> Call:
        return Call(self._url, urlencode({"To": f"+{to}", "From": SENDER, "Body": text}).encode(), HEADERS)
