"""Runs one stand-in: `python -m tests.standins --provider twilio`. Prints its port and the director's, as JSON."""

import argparse
import asyncio
import json

import uvloop

from tests.standins.esms import EsmsStandIn
from tests.standins.stage import Provider, Stage
from tests.standins.twilio import TwilioStandIn
from tests.standins.zalo import ZaloStandIn

PROVIDERS: dict[str, type[Provider]] = {"esms": EsmsStandIn, "twilio": TwilioStandIn, "zalo": ZaloStandIn}


async def _run(provider: str, port: int) -> None:
    stage = Stage(PROVIDERS[provider]())
    directing = await stage.open_for_directing()
    await stage.open(port)
    print(json.dumps({"port": stage.port, "directing": directing}), flush=True)
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.standins")
    parser.add_argument("--provider", choices=sorted(PROVIDERS), required=True)
    parser.add_argument("--port", type=int, default=0)
    asked = parser.parse_args()
    uvloop.run(_run(asked.provider, asked.port))


if __name__ == "__main__":
    main()
