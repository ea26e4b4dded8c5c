"""A handle on a stand-in that runs as a process of its own, and so outlives whatever is killed beside it."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]


class Standin:
    """A running stand-in. ``base`` is the address that takes the place of the provider's."""

    def __init__(self, provider: str, port: int = 0) -> None:
        command = [sys.executable, "-m", "tests.standins", "--provider", provider, "--port", str(port)]
        self._process = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the stand-in for {provider} did not start: exit code {self._process.wait()}")
        told = json.loads(line)
        self.port: int = told["port"]
        self._directing: int = told["directing"]
        self.base = f"http://127.0.0.1:{self.port}"

    def behave(self, **told: Any) -> None:
        """Change its behaviour: ``faults=[…]``, ``delay_ms``, ``quota``, ``night``, ``receipts={…}``, …"""
        self._direct("/_control", told)

    def fail(self, what: str, **how: Any) -> None:
        """One fault for everybody (or as ``numbers``, ``share``, ``ends``, ``times`` say); replaces those before."""
        chosen = how if {"numbers", "share", "ends"} & set(how) else {**how, "share": 1.0}
        self.behave(faults=[{"what": what, **chosen}])

    def behave_well(self) -> None:
        self.behave(faults=[], delay_ms=0, quota=None, night=False, receipts={})

    def accepted(self) -> list[tuple[str, str, str, str]]:
        """Every message it took: number, our request id, its own id, text."""
        return [(number, attempt, own, text) for number, attempt, own, text in self._direct("/_accepted")]

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = self._direct("/_counts")
        return found

    def last_send(self) -> str:
        """The body of the last message, accepted or not."""
        found: str = self._direct("/_last")
        return found

    def tell_receipts(self) -> list[int]:
        """Send all callbacks about all messages now; the HTTP statuses with which they were taken."""
        found: list[int] = self._direct("/_receipts")
        return found

    def tokens(self) -> dict[str, Any]:
        """Zalo: the refresh token that is good now, the access tokens, how many pairs, how often burnt."""
        found: dict[str, Any] = self._direct("/_tokens")
        return found

    def expire_tokens(self) -> None:
        """Zalo: no access token is good any more."""
        self._direct("/_expire")

    def consent(self) -> str:
        """Zalo: a person consents, which gives the first refresh token of a new chain."""
        found: str = self._direct("/_consent")
        return found

    def forget(self) -> None:
        self._direct("/_forget")

    def die(self) -> None:
        """Refuse connections, and break those that are open, until ``revive``."""
        self._direct("/_die")

    def revive(self) -> None:
        self._direct("/_revive")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def freeze(self) -> None:
        """Stop answering while connections stay open, as a machine that hangs."""
        os.kill(self._process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self._process.pid, signal.SIGCONT)

    def _direct(self, target: str, told: object = None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self._directing, timeout=120)
        try:
            connection.request("POST", target, json.dumps(told or {}))
            answered = connection.getresponse()
            body = answered.read()
            if answered.status != 200:
                raise ValueError(f"{target}: {body.decode()}")
            return json.loads(body)
        finally:
            connection.close()


@contextlib.contextmanager
def standing_in(provider: str) -> Iterator[Standin]:
    standin = Standin(provider)
    try:
        yield standin
    finally:
        standin.stop()
