"""`outreach zalo-token`: what only a person can bring to a channel."""

import sys

import click

from outreach.domain.errors import RuleBroken
from outreach.domain.tokens import NoToken
from outreach.lines import keepers_of
from outreach.terminal import chosen_settings, refusals
from outreach.wiring import open_in_earnest


@click.command("zalo-token")
@refusals
def zalo_token() -> None:
    """Put in the refresh token got by giving consent in Zalo. It is read from standard input, and tried at once."""
    house = open_in_earnest(chosen_settings())
    keeper = keepers_of(house.settings, house.desk.clock.now, house.store.tokens).get("zalo")
    if not keeper:
        raise RuleBroken("Chưa khai báo Zalo: cần có OUTREACH_ZALO_APP_ID và các thiết lập đi cùng.")
    refresh = _asked().strip()
    if not refresh or not refresh.isascii() or any(sign.isspace() for sign in refresh):
        raise RuleBroken("Mã làm mới trống hoặc có ký tự lạ; chưa đổi gì.")
    try:
        keeper.put(refresh)
    except NoToken as none:
        raise RuleBroken("Zalo không đổi được mã này ({reason}); hãy cấp quyền lại.", reason=none.reason) from none
    click.echo("Đã nhận quyền gửi Zalo. Nếu kênh đang bị giữ, hãy cho gửi tiếp.")


def _asked() -> str:
    """Never from the arguments, which every user of the machine can read."""
    if not sys.stdin.isatty():
        return sys.stdin.readline()
    answer: str = click.prompt("Mã làm mới (refresh token)", hide_input=True)
    return answer
