"""Zalo: template messages, status, quota, and tokens whose refresh half may be used once and burns the chain after."""

import hashlib
import json
import secrets
from urllib.parse import parse_qsl

from tests.standins.calling_back import Callback
from tests.standins.stage import Accepted, Provider, now
from tests.standins.wire import Request, answer

APP_ID, APP_SECRET, OA_SECRET = "1234567890", "zalo-app-secret-of-the-tests", "zalo-oa-secret-of-the-tests"
FIRST_ACCESS, FIRST_REFRESH = "A-0001", "R-0001"
_WORDS = {-118: "Zalo account not existed", -124: "Access token is invalid", -133: "Not allowed to send at night"}


class ZaloStandIn(Provider):
    def __init__(self) -> None:
        super().__init__()
        self._by_id: dict[str, Accepted] = {}
        self._access: set[str] = set()
        self._used: set[str] = set()
        self.forget()
        self.directions = {"/_tokens": self._tokens, "/_expire": self._access.clear, "/_consent": self._consent}

    def serve(self, request: Request) -> None:
        path, _, query = request.target.partition("?")
        if path == "/v4/oa/access_token":
            self._renew(request)
        elif request.header("access_token") not in self._access:
            self.send(request, self.refusal("-124", 200))
        elif path == "/message/template" and request.method == "POST":
            told = json.loads(request.body)
            self.take(request, told["phone"], lambda: self._accept(told))
        elif path == "/message/status":
            asked = dict(parse_qsl(query))
            self.ask(request, asked.get("phone", ""), lambda: self._state(asked))
        elif path == "/message/quota":
            self.ask(request, "", lambda: _good(self._quota()))
        else:
            self.send(request, self.refusal("-106", 200))

    def refusal(self, code: str, status: int) -> bytes:
        return answer(200, json.dumps({"error": int(code), "message": _WORDS.get(int(code), "Refused")}).encode())

    def forget(self) -> None:
        """Begin with the first pair of tokens again, too."""
        super().forget()
        self._by_id.clear()
        self._used.clear()
        self._access.clear()
        self._access.add(FIRST_ACCESS)
        self._refresh, self._pairs, self._burnt, self._renewals = FIRST_REFRESH, 1, 0, 0

    def callbacks(self, message: Accepted, delivered: bool) -> list[Callback]:
        """Zalo tells of delivery, never of its absence."""
        at = str(int(message.at.timestamp() * 1000))
        told = {
            "event_name": "user_received_message",
            "app_id": APP_ID,
            "sender": "2866000000000000000",
            "recipient": message.number,
            "msg_id": message.provider_id,
            "tracking_id": message.attempt,
            "delivery_time": at,
            "timestamp": at,
        }
        return [signed(told, self.behaviour.receipts.base)] if delivered else []

    def _accept(self, told: dict[str, str]) -> tuple[Accepted | None, bytes]:
        if self.behaviour.night:
            return None, self.refusal("-133", 200)
        if not told["phone"].startswith("84") or not told["phone"].isdigit():
            return None, self.refusal("-108", 200)
        if not told["template_id"]:
            return None, self.refusal("-109", 200)
        if self.behaviour.quota == 0:
            return None, self.refusal("-144", 200)
        if self.behaviour.quota:
            self.behaviour.quota -= 1
        own = secrets.token_hex(10)
        text = json.dumps(told["template_data"], ensure_ascii=False)
        message = Accepted(told["phone"], told["tracking_id"], own, text, now())
        self._by_id[own] = message
        return message, _good({"msg_id": own, "sent_time": "1702598400123", "quota": self._quota()})

    def _state(self, asked: dict[str, str]) -> bytes:
        message = self._by_id.get(asked.get("message_id", ""))
        if not message or message.number != asked.get("phone"):
            return self.refusal("-107", 200)
        if message.number in self.behaviour.receipts.undelivered:
            return _good({"delivery_time": "", "message": "The message was pushed", "status": 0})
        return _good({"delivery_time": "1767678030984", "message": "The message was delivered", "status": 1})

    def _quota(self) -> dict[str, str]:
        return {
            "dailyQuota": "5000",
            "remainingQuota": str(5000 if self.behaviour.quota is None else self.behaviour.quota),
        }

    def _renew(self, request: Request) -> None:
        self._renewals += 1
        fault = self.behaviour.fault_for("", request.nth, "renew")
        if fault and fault.when == "before":
            self.suffer(fault, request)
            return
        reply = self._next_pair(dict(parse_qsl(request.body.decode())), request.header("secret_key"))
        if fault:
            self.suffer(fault, request)
        else:
            self.send(request, reply)

    def _next_pair(self, form: dict[str, str], secret: str) -> bytes:
        if (secret, form.get("app_id"), form.get("grant_type")) != (APP_SECRET, APP_ID, "refresh_token"):
            return answer(200, b'{"error_name":"Invalid app","error":-14002,"error_description":"Invalid app"}')
        offered = form.get("refresh_token", "")
        if offered != self._refresh:
            self._burn(offered)
            return answer(200, b'{"error_name":"Invalid refresh token.","error":-14014,"error_description":"Invalid"}')
        self._used.add(offered)
        self._pairs += 1
        access, self._refresh = f"A-{self._pairs:04d}", f"R-{self._pairs:04d}"
        self._access.add(access)
        return answer(
            200, json.dumps({"access_token": access, "refresh_token": self._refresh, "expires_in": "90000"}).encode()
        )

    def _burn(self, offered: str) -> None:
        """A token used twice looks stolen: nothing of its chain is good any more."""
        if offered in self._used:
            self._burnt += 1
            self._refresh = ""
            self._access.clear()

    def _tokens(self) -> dict[str, object]:
        return {
            "access": sorted(self._access),
            "burnt": self._burnt,
            "pairs": self._pairs,
            "refresh": self._refresh,
            "renewals": self._renewals,
        }

    def _consent(self) -> str:
        """A person has given consent (again): a new chain."""
        self._pairs += 1
        self._refresh = f"R-{self._pairs:04d}"
        return self._refresh


def signed(told: dict[str, str], base: str = "") -> Callback:
    body = json.dumps(told, ensure_ascii=False).encode()
    mac = hashlib.sha256(APP_ID.encode() + body + told["timestamp"].encode() + OA_SECRET.encode()).hexdigest()
    headers = {"Content-Type": "application/json", "X-ZEvent-Signature": f"mac={mac}"}
    return Callback("POST", f"{base}/callbacks/zalo", body, headers)


def _good(data: object) -> bytes:
    return answer(200, json.dumps({"error": 0, "message": "Success", "data": data}).encode())
