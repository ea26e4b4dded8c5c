"""The command line: `outreach …`. Each command is a few service calls; what it prints a script can read."""

import json
import re
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import waitress

from outreach.cli_audio import audio
from outreach.cli_channels import zalo_token
from outreach.cli_customers import bring
from outreach.cli_notices import notice, worker
from outreach.config import Settings, content_root
from outreach.domain.calendar import instant, local
from outreach.domain.duties import Cell
from outreach.domain.errors import RuleBroken
from outreach.domain.people import Person, Role
from outreach.exporting import export_campaign
from outreach.services.standing import NoticeStanding
from outreach.staging import Playhouse, open_playhouse, open_replayed, replay_settings, start_pacemaker
from outreach.telling import standing_lines, standing_record
from outreach.terminal import chosen_settings, progress_bar, refusals
from outreach.wiring import House, load_plan_file, open_house, open_in_earnest, open_web, register_places, start_sweeps

DEFAULT_PLAN = content_root() / "schedules" / "cao-loc-2023.toml"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="outreach")
def main() -> None:
    """Public-outreach campaigns for Vietnamese communes: from the district's letter to the proof."""


main.add_command(bring, "import")
main.add_command(worker)
main.add_command(zalo_token)
main.add_command(notice)
main.add_command(audio)
WsgiApp = Callable[..., Any]


def _welcome_administrator(house: House) -> None:
    password = house.desk.signing_in.first_administrator()
    if password:
        click.secho("Tài khoản quản trị đầu tiên (mật khẩu dùng một lần, chỉ hiện lần này):", bold=True)
        click.echo(f"  tên: admin\n  mật khẩu: {password}")


@main.command()
@refusals
def init() -> None:
    """Make the data folder, the tables, the register of places and the first administrator."""
    house = open_in_earnest(chosen_settings())
    click.echo(f"Dữ liệu: {house.settings.data}")
    _welcome_administrator(house)


@main.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
@refusals
def run(host: str | None, port: int | None) -> None:
    """Open the desk on the real clock: web and sweeps in one process, no demo people."""
    settings = chosen_settings(host, port)
    house = open_in_earnest(settings)
    _welcome_administrator(house)
    if not house.desk.reporting.campaigns():
        click.echo("Chưa có chiến dịch nào. Nạp một kế hoạch: outreach load <tệp.toml>")
    _serve(open_web(house), settings, start_sweeps(house))


def _serve(app: WsgiApp, settings: Settings, stop: Callable[[], None]) -> None:
    """Serve until told to stop; the sweep that is running is let to its end."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    click.secho(f"Mở trang: http://{settings.host}:{settings.port}   (Ctrl+C để dừng)", bold=True)
    where = {"host": settings.host, "port": settings.port}
    proxied = {"clear_untrusted_proxy_headers": not settings.https}
    try:
        waitress.serve(app, **where, **proxied, threads=8, ident="outreach", _quiet=True)
    except OSError as refused:
        raise RuleBroken(
            "Không mở được cổng {port}: {why}. Chọn cổng khác bằng --port.", port=settings.port, why=refused.strerror
        ) from refused
    finally:
        stop()


@main.command()
@click.argument("file", type=FILE)
@click.option("--places", type=FILE, help="CSV of places to add to the register first.")
@click.option("--audio", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of recordings.")
@refusals
def load(file: Path, places: Path | None, audio: Path | None) -> None:
    """Bring a campaign plan into force; loading it again changes nothing."""
    house = open_in_earnest(chosen_settings())
    if places:
        register_places(house, places)
    with progress_bar("Nạp kế hoạch") as progress:
        loaded = load_plan_file(house, file, "dòng lệnh", audio, progress)
    if not loaded.new:
        click.echo(f"{loaded.campaign}: không có gì mới (bản {loaded.version})")
        return
    click.echo(f"{loaded.campaign}: đã nạp bản {loaded.version}")
    for line in (*loaded.changes, *(f"thay thế chiến dịch {slug}" for slug in loaded.superseded)):
        click.echo(f"  {line}")
    if loaded.withdrawn:
        click.echo(f"  rút {loaded.withdrawn} lượt phát sắp tới")


@main.command()
@click.argument("campaign", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--as-of", type=DAY, help="The ledger as it was known at the end of this day.")
@click.option("--replay", "of_replay", is_flag=True, help="Of the replay, not of the real campaign.")
@refusals
def status(campaign: str | None, as_json: bool, as_of: Any, of_replay: bool) -> None:
    """How every duty stands: figures, and with --json every cell."""
    desk = _look(of_replay).desk
    moment = instant(as_of.date() + timedelta(days=1)) if as_of else None
    slugs = [campaign] if campaign else [line.campaign.slug for line in desk.reporting.campaigns()]
    found = [desk.reporting.status(slug, moment) for slug in slugs]
    notices = {slug: desk.standing.all(slug) for slug in slugs}
    if as_json:
        records = [_status_record(one, notices[one.campaign]) for one in found]
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
        return
    for one in found:
        figures = ", ".join(f"{state} {count}" for state, count in sorted(one.counts.items()))
        click.echo(f"{one.campaign} (bản {one.version}, {one.state}), {local(one.as_of):%d/%m/%Y %H:%M}: {figures}")
        for line in (line for standing in notices[one.campaign] for line in standing_lines(standing)):
            click.echo(f"  {line}")


def _look(of_replay: bool) -> House:
    return open_replayed(chosen_settings()) if of_replay else open_house(chosen_settings())


def _status_record(status: Any, notices: Iterable[NoticeStanding]) -> dict[str, Any]:
    return {
        "campaign": status.campaign,
        "version": status.version,
        "state": status.state,
        "as_of": local(status.as_of).isoformat(),
        "counts": status.counts,
        "cells": [_cell_record(cell) for cell in status.cells],
        "notices": [standing_record(one) for one in notices],
    }


def _cell_record(cell: Cell) -> dict[str, Any]:
    return {
        "duty": cell.key.duty,
        "commune": cell.key.commune,
        "week": cell.key.week.isoformat(),
        "state": cell.state,
        "reason": cell.reason,
        "kept": cell.kept,
        "needed": cell.needed,
        "version": cell.version,
        "evidence": list(cell.evidence),
    }


@main.command()
@click.argument("campaign")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--replay", "of_replay", is_flag=True, help="Of the replay, not of the real campaign.")
@refusals
def export(campaign: str, folder: Path, of_replay: bool) -> None:
    """Write the ledger, the broadcasts and the evidence as CSV tables into a folder."""
    for path, count in export_campaign(_look(of_replay).desk, campaign, folder):
        click.echo(f"{path}: {count} dòng")


@main.command()
@click.argument("username")
@click.option("--name", help="Name to show, e.g. the post held.")
@click.option("--role", type=click.Choice([role.value for role in Role]))
@click.option("--place", help="Code of the place in which the role holds; none: everywhere.")
@click.option("--disable", is_flag=True, help="Let the person in no more.")
@refusals
def person(username: str, name: str | None, role: str | None, place: str | None, disable: bool) -> None:
    """Add somebody who signs in, or change them and give them a new one-time password."""
    house = open_in_earnest(chosen_settings())
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,39}", username):
        raise RuleBroken("Tên đăng nhập «{name}»: chỉ dùng a–z, 0–9, dấu chấm và gạch, 2–40 ký tự.", name=username)
    if place and place not in {known.code for known in house.desk.loading.places()}:
        raise RuleBroken("Không có địa bàn nào mang mã «{place}» trong danh mục.", place=place)
    before = house.desk.signing_in.person(username)
    if before is None:
        if not name or not role:
            raise RuleBroken("Người mới cần có --name và --role.")
        before = Person(username, name, Role(role), place)
    after = replace(
        before,
        name=name or before.name,
        role=Role(role) if role else before.role,
        place=place if place or role else before.place,
        active=not disable,
        must_change_password=True,
    )
    password = house.desk.signing_in.renew(after)
    click.echo(f"{username} ({after.name}): " + ("đã khóa" if disable else f"mật khẩu dùng một lần: {password}"))


@main.command()
@click.argument("file", type=FILE, default=DEFAULT_PLAN)
@click.option("--scenario", type=FILE, help="What happens; default: FILE with .replay.toml.")
@click.option("--start", type=DAY, help="Run at full speed to this day, then at --speed.")
@click.option("--speed", type=click.IntRange(1, 1_000_000), help="Simulated seconds for each real one.")
@click.option("--host", help="Address to listen on; only this machine's own.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--no-web", is_flag=True, help="Run at full speed, with no web page, and stop.")
@click.option("--until", type=DAY, help="With --no-web: stop at this day instead of the end.")
@refusals
def replay(
    file: Path,
    scenario: Path | None,
    start: Any,
    speed: int | None,
    host: str | None,
    port: int | None,
    no_web: bool,
    until: Any,
) -> None:
    """Replay a campaign on a simulated clock: 22 stations, their officers and their troubles."""
    settings = replay_settings(chosen_settings(host, port))
    with progress_bar("Dựng bản diễn lại") as progress:
        playhouse = open_playhouse(settings, file, scenario or file.with_suffix(".replay.toml"), progress)
    if speed:
        playhouse.controls.set_speed(speed)
    day = (until if no_web else start) or None
    goal = instant(day.date()) if day else playhouse.controls.state().ends_at if no_web else None
    if goal:
        with progress_bar("Diễn lại") as progress:
            playhouse.pacemaker.run_to(goal, progress)
    if not no_web:
        _introduce(playhouse)
        _serve(open_web(playhouse.house, playhouse.controls), settings, start_pacemaker(playhouse))


def _introduce(playhouse: Playhouse) -> None:
    """Who may sign in: the people of a replay share one password, made for this data folder."""
    cast = playhouse.cast
    some = [cast.district, *cast.others, *list(cast.officers.values())[2:4], *list(cast.leaders.values())[2:3]]
    click.echo(f"\nĐăng nhập (mật khẩu chung: {click.style(playhouse.password, bold=True)}):")
    for one in some:
        click.echo(f"  {one.username:<24} {one.name}")
    click.echo(f"  … và cán bộ, lãnh đạo của {len(cast.officers)} xã, thị trấn\n")


if __name__ == "__main__":
    main()
