"""Commands end in a sentence, whatever stands in their way."""

import click
from click.testing import CliRunner

from outreach.domain.errors import StoreAway
from outreach.terminal import refusals


@click.command()
@refusals
def write() -> None:
    raise StoreAway("database or disk is full\n(Background on this error at: …)")


def test_a_full_disk_ends_a_command_in_one_line() -> None:
    ended = CliRunner().invoke(write)
    assert ended.exit_code == 2
    assert "hết chỗ ghi; việc này chưa được ghi" in ended.output
    assert ended.output.splitlines() == [ended.output.strip()]
