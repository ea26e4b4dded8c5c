"""eSMS, the Vietnamese gateway: send with dedupe by RequestId, status by SMSID, callbacks as bare GETs."""

import json
import uuid
from urllib.parse import parse_qsl, urlencode

from tests.standins.calling_back import Callback
from tests.standins.stage import Accepted, Provider, now
from tests.standins.wire import Request, answer

KEY, SECRET, BRAND = "esms-key-of-the-tests", "esms-secret-of-the-tests", "DIENLUC"
_ROOT = "/MainService.svc/json/"
_WORDS = {"124": "Trùng RequestId khi gửi tin.", "101": "Sai thông tin ApiKey hoặc SecretKey."}


class EsmsStandIn(Provider):
    def __init__(self) -> None:
        super().__init__()
        self._by_request: dict[str, Accepted] = {}
        self._by_id: dict[str, Accepted] = {}

    def serve(self, request: Request) -> None:
        path, _, query = request.target.partition("?")
        if path == f"{_ROOT}SendMultipleMessage_V4_post_json/" and request.method == "POST":
            told = json.loads(request.body)
            number = "84" + told["Phone"].removeprefix("0") if told["Phone"].startswith("0") else told["Phone"]
            self.take(request, number, lambda: self._accept(told, number))
        elif path == f"{_ROOT}GetSmsReceiverStatus_get":
            asked = dict(parse_qsl(query))
            self.ask(request, "", lambda: self._state(asked))
        else:
            self.send(request, answer(404, b"<h1>Endpoint not found.</h1>", "text/html"))

    def refusal(self, code: str, status: int) -> bytes:
        """Always with HTTP status 200."""
        told = {"CodeResult": code, "CountRegenerate": 0, "ErrorMessage": _WORDS.get(code, "Refused")}
        return answer(200, json.dumps(told, ensure_ascii=False).encode())

    def forget(self) -> None:
        super().forget()
        self._by_request.clear()
        self._by_id.clear()

    def callbacks(self, message: Accepted, delivered: bool) -> list[Callback]:
        told = {
            "SMSID": message.provider_id,
            "SendFailed": "0" if delivered else "1",
            "SendStatus": "5",
            "SendSuccess": "1" if delivered else "0",
            "TotalPrice": "850.0000",
            "TotalReceiver": "1",
            "TotalSent": "1",
            "RequestId": message.attempt,
            "TypeId": "2",
            "telcoid": "1",
            "phonenumber": "0" + message.number[2:],
            "switchsmsid": "",
        }
        return [Callback("GET", f"{self.behaviour.receipts.base or message.callback}?{urlencode(told)}")]

    def _accept(self, told: dict[str, str], number: str) -> tuple[Accepted | None, bytes]:
        if (told["ApiKey"], told["SecretKey"]) != (KEY, SECRET):
            return None, self.refusal("101", 200)
        if told["Brandname"] != BRAND:
            return None, self.refusal("104", 200)
        if len(number) != 11 or not number.isdigit():
            return None, self.refusal("108", 200)
        if told["SmsType"] == "1":
            return None, self.refusal("107", 200)
        if told["RequestId"] in self._by_request:
            return None, self.refusal("124", 200)
        own = f"{uuid.uuid4()}{number[-2:]}"
        message = Accepted(number, told["RequestId"], own, told["Content"], now(), told.get("CallbackUrl", ""))
        self._by_request[message.attempt] = self._by_id[own] = message
        return message, answer(200, b'{"CodeResult":"100","CountRegenerate":0,"SMSID":"%s"}' % own.encode())

    def _state(self, asked: dict[str, str]) -> bytes:
        message = self._by_id.get(asked.get("RefId", ""))
        if (asked.get("ApiKey"), asked.get("SecretKey")) != (KEY, SECRET):
            return self.refusal("101", 200)
        if not message:
            return self.refusal("105", 200)
        good = message.number not in self.behaviour.receipts.undelivered
        line = {"IsSent": True, "NetworkName": "Viettel", "Phone": "0" + message.number[2:], "Retry": 0}
        return answer(200, json.dumps({"CodeResult": "100", "ReceiverList": [{**line, "SentResult": good}]}).encode())
