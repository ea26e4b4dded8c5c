"""Twilio's Messages resource, as far as we use it: create, list, fetch, and signed status callbacks."""

import base64
import hashlib
import hmac
import json
import secrets
from collections import defaultdict
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.standins.calling_back import Callback
from tests.standins.stage import Accepted, Provider, now, unquoted
from tests.standins.wire import Request, answer

ACCOUNT, TOKEN = "AC" + "0" * 32, "twilio-auth-token-of-the-tests"
LANDLINES = ("+84205", "+84239", "+84243", "+84283")
MESSAGES = {"21211": "Invalid 'To' Phone Number", "21614": "'To' number is not a valid mobile number"}


class TwilioStandIn(Provider):
    def __init__(self, account: str = ACCOUNT, token: str = TOKEN) -> None:
        super().__init__()
        self._token = token
        self._account = account
        self._path = f"/2010-04-01/Accounts/{account}/Messages"
        login = base64.b64encode(f"{account}:{token}".encode()).decode()
        self._login = f"Authorization: Basic {login}".encode()
        self._by_number: dict[str, list[Accepted]] = defaultdict(list)
        self._by_sid: dict[str, Accepted] = {}

    def serve(self, request: Request) -> None:
        path, _, query = request.target.partition("?")
        if self._login not in request.head:
            self.send(request, self.refusal("20003", 401))
        elif path == f"{self._path}.json" and request.method == "POST":
            form = _form(request.body)
            number = form.get("To", "").removeprefix("+")
            self.take(request, number, lambda: self._accept(form))
        elif path == f"{self._path}.json":
            asked = dict(parse_qsl(query))
            self.ask(request, asked.get("To", "").removeprefix("+"), lambda: self._list(asked))
        elif path.startswith(f"{self._path}/"):
            sid = path.rpartition("/")[2].removesuffix(".json")
            self.ask(request, "", lambda: self._fetch(sid))
        else:
            self.send(request, self.refusal("20404", 404))

    def refusal(self, code: str, status: int) -> bytes:
        told = {
            "code": int(code),
            "message": MESSAGES.get(code, "Refused"),
            "more_info": f"https://www.twilio.com/docs/errors/{code}",
            "status": status,
        }
        return answer(status, json.dumps(told).encode())

    def forget(self) -> None:
        super().forget()
        self._by_number.clear()
        self._by_sid.clear()

    def callbacks(self, message: Accepted, delivered: bool) -> list[Callback]:
        last = "delivered" if delivered else "undelivered"
        return [self._callback(message, status) for status in ("queued", "sent", last)] if message.callback else []

    def _accept(self, form: dict[str, str]) -> tuple[Accepted | None, bytes]:
        number = form.get("To", "")
        if not number.startswith("+") or not number[1:].isdigit():
            return None, self.refusal("21211", 400)
        if number.startswith(LANDLINES):
            return None, self.refusal("21614", 400)
        if not form.get("Body"):
            return None, self.refusal("21602", 400)
        callback = form.get("StatusCallback", "")
        attempt = callback.partition("attempt=")[2].partition("&")[0]
        sid = "SM" + secrets.token_hex(16)
        message = Accepted(number[1:], attempt, sid, form["Body"], now(), callback)
        self._by_number[message.number].append(message)
        self._by_sid[sid] = message
        return message, answer(201, self._record(message, "queued").encode())

    def _list(self, asked: dict[str, str]) -> bytes:
        """Newest first, in pages whose next one is named by a path, as the real list."""
        found = self._by_number[asked["To"].removeprefix("+")][::-1] if "To" in asked else self.accepted[::-1]
        size, page = int(asked.get("PageSize", 50)), int(asked.get("Page", 0))
        more = len(found) > (page + 1) * size
        following = f"{self._path}.json?{urlencode({**asked, 'Page': page + 1})}" if more else None
        shown = ",".join(self._record(message) for message in found[page * size : page * size + size])
        told = f'{{"messages":[{shown}],"page":{page},"page_size":{size},"next_page_uri":{json.dumps(following)}}}'
        return answer(200, told.encode())

    def _fetch(self, sid: str) -> bytes:
        message = self._by_sid.get(sid)
        return answer(200, self._record(message).encode()) if message else self.refusal("20404", 404)

    def _record(self, message: Accepted, status: str = "") -> str:
        bad = message.number in self.behaviour.receipts.undelivered
        status = status or ("undelivered" if bad else "delivered")
        at = _as_mail_has_it(message.at.replace(microsecond=0))
        sent = "null" if status == "queued" else f'"{at}"'
        return (
            f'{{"account_sid":"{self._account}","api_version":"2010-04-01","body":{json.dumps(message.text)},'
            f'"date_created":"{at}","date_sent":{sent},"date_updated":"{at}",'
            f'"direction":"outbound-api","error_code":{30003 if status == "undelivered" else "null"},'
            f'"error_message":null,"from":"CAOLOC","messaging_service_sid":null,"num_media":"0","num_segments":"1",'
            f'"price":null,"price_unit":"USD","sid":"{message.provider_id}","status":"{status}",'
            f'"subresource_uris":{{}},"to":"+{message.number}","uri":"{self._path}/{message.provider_id}.json"}}'
        )

    def _callback(self, message: Accepted, status: str) -> Callback:
        form = {
            "AccountSid": self._account,
            "ApiVersion": "2010-04-01",
            "MessageSid": message.provider_id,
            "MessageStatus": status,
            "SmsSid": message.provider_id,
            "To": f"+{message.number}",
        }
        if status == "undelivered":
            form["ErrorCode"] = "30003"
        signed = message.callback + "".join(f"{name}{form[name]}" for name in sorted(form))
        signature = base64.b64encode(hmac.new(self._token.encode(), signed.encode(), hashlib.sha1).digest()).decode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
        base = self.behaviour.receipts.base
        url = base + message.callback[len(_origin(message.callback)) :] if base else message.callback
        return Callback("POST", url, urlencode(form).encode(), headers)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _form(body: bytes) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in body.decode("ascii").split("&"))
    return {name: unquoted(value) for name, _, value in pairs}


@lru_cache(maxsize=16)
def _as_mail_has_it(at: datetime) -> str:
    return format_datetime(at)
