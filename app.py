"""The WSGI entry: ``waitress-serve --call app:create`` or any server that calls a factory.

Builds the desk from the environment, starts the sweeps (one process of all runs them) and hands the desk to Flask.
"""

import atexit

from flask import Flask

from outreach.config import environment
from outreach.lines import installation_of
from outreach.logs import start_logging
from outreach.wiring import open_in_earnest, open_web, start_sweeps


def create() -> Flask:
    settings = installation_of(environment())
    start_logging(settings.log)
    house = open_in_earnest(settings)
    atexit.register(start_sweeps(house))
    return open_web(house)
