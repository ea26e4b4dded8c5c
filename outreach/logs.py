"""Structured logs on standard error: key=value for people, with no phone number and no secret in them."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_PHONE = re.compile(r"(?<![\w.])(?:\+?84|0)(?:[ .-]?\d){8,10}(?!\w)")
_SECRETS = ("password", "secret", "token", "key")


def start_logging(level: str) -> None:
    """Send our logs and those of the libraries through one formatter."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        hide_private,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    renderer = structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "logger", "event"])
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                hide_private,  # once more: what an exception says was not there before
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in ("alembic", "apscheduler", "waitress.queue"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # It warns at each turn that comes while a sweep still runs; a long sweep is no fault, and sweeps record their own.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)


def hide_private(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Phone numbers become «phone», values under secret names become «hidden»."""
    return {name: _hidden(name, value) for name, value in event.items()}


def _hidden(name: str, value: Any) -> Any:
    if name.lower() in _SECRETS:
        return "«hidden»"
    return _PHONE.sub("«phone»", value) if isinstance(value, str) else value
