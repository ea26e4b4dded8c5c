"""How commands speak on a terminal: refusals in one line, progress on long work."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click

from outreach.config import Settings, SettingsError, environment
from outreach.domain.errors import BadInput, RuleBroken, StoreAway
from outreach.lines import installation_of
from outreach.logs import start_logging

Command = Callable[..., None]
AWAY = "Cơ sở dữ liệu đang bận, mất kết nối hoặc hết chỗ ghi; việc này chưa được ghi, hãy thử lại."


def refusals(command: Command) -> Command:
    """Broken rules and bad input end a command with what to mend, and exit status 2; never with a traceback."""

    @wraps(command)
    def told(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except BadInput as refused:
            for problem in refused.problems:
                click.echo(f"  {problem}", err=True)
            raise click.exceptions.Exit(_complain(str(refused))) from refused
        except (RuleBroken, SettingsError) as refused:
            raise click.exceptions.Exit(_complain(str(refused))) from refused
        except StoreAway as away:
            raise click.exceptions.Exit(_complain(f"{AWAY} ({_first_line(away)})")) from away

    return told


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _complain(message: str) -> int:
    click.secho(message, fg="red", err=True)
    return 2


def chosen_settings(host: str | None = None, port: int | None = None) -> Settings:
    """The settings of the environment, with what the command line says instead; starts the log."""
    chosen = {"OUTREACH_HOST": host or "", "OUTREACH_PORT": str(port or "")}
    settings = installation_of({**environment(), **{name: value for name, value in chosen.items() if value}})
    start_logging(settings.log)
    return settings


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on the terminal; nothing where there is none."""
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def progress(done: int, of: int) -> None:
            bar.length = max(of, 1)
            bar.update(done - bar.pos)

        yield progress
