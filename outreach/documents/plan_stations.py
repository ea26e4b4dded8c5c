"""What a plan supposes of every station: windows, relayed programmes, clusters; and the quiet hours over all."""

from collections.abc import Sequence
from datetime import timedelta

from outreach.documents.fields import Section
from outreach.domain.calendar import QuietHours, Window
from outreach.domain.campaigns import DEFAULT_WINDOWS, StationPlan

WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


def longest_of(windows: Sequence[Window]) -> timedelta:
    return max(timedelta(hours=w.closes.hour - w.opens.hour, minutes=w.closes.minute - w.opens.minute) for w in windows)


def read_quiet_hours(root: Section) -> QuietHours:
    section, default = root.section("quiet_hours"), QuietHours()
    if section is None:
        return default
    quiet = QuietHours(section.clock("starts"), section.clock("ends"))
    if section.sound("starts", "ends") and quiet.starts == quiet.ends:
        section.add("ends", 'giờ yên tĩnh rỗng: viết giờ kết thúc khác giờ bắt đầu, ví dụ ends = "05:00"')
    section.close()
    return quiet


def read_stations(root: Section, quiet: QuietHours) -> StationPlan:
    section = root.section("stations")
    if section is None:
        _check_default_windows(root, quiet)
        return StationPlan(DEFAULT_WINDOWS)
    windows = _read_windows(section, "windows")
    for place, window in windows:
        _check_quiet(place, window, quiet)
    _check_overlaps(windows)
    if not section.has("windows"):
        _check_default_windows(root, quiet)
    relays = _read_windows(section, "relays")
    clusters = section.texts("clusters", default=StationPlan(()).clusters)
    section.close()
    named = tuple(window for _, window in windows)
    return StationPlan(named or DEFAULT_WINDOWS, tuple(window for _, window in relays), clusters)


def _read_windows(stations: Section, key: str) -> list[tuple[Section, Window]]:
    read = [(section, _read_window(section)) for section in stations.sections(key)]
    return [(section, window) for section, window in read if window]


def _read_window(section: Section) -> Window | None:
    """One window; None if no window can be made of it."""
    name, opens, closes = section.text("name", default=""), section.clock("opens"), section.clock("closes")
    days = section.choices("weekdays", WEEKDAYS, default=WEEKDAYS)
    section.close()
    if not section.sound("opens", "closes"):
        return None
    if opens >= closes:
        section.add("closes", f"qua nửa đêm hoặc rỗng: giờ kết thúc phải sau {opens:%H:%M} trong cùng ngày")
        return None
    return Window(opens, closes, frozenset(WEEKDAYS.index(day) for day in days if day in WEEKDAYS), name)


def _check_quiet(section: Section, window: Window, quiet: QuietHours) -> None:
    if _meet(window, quiet):
        hours = f"{quiet.starts:%H:%M}–{quiet.ends:%H:%M}"
        section.add("opens", f"khung giờ chạm vào giờ yên tĩnh {hours}: dời ra ngoài, hoặc sửa [quiet_hours]")


def _check_default_windows(root: Section, quiet: QuietHours) -> None:
    for window in DEFAULT_WINDOWS:
        if _meet(window, quiet):
            hours = f"{window.opens:%H:%M}–{window.closes:%H:%M}"
            root.add("quiet_hours", f"chạm vào khung giờ mặc định {hours}: sửa lại, hoặc thêm [[stations.windows]]")


def _meet(window: Window, quiet: QuietHours) -> bool:
    if quiet.starts <= quiet.ends:
        return window.opens < quiet.ends and quiet.starts < window.closes
    return window.opens < quiet.ends or quiet.starts < window.closes


def _check_overlaps(windows: list[tuple[Section, Window]]) -> None:
    for number, (section, window) in enumerate(windows):
        for _, other in windows[:number]:
            together = window.weekdays & other.weekdays
            if together and window.opens < other.closes and other.opens < window.closes:
                section.add(
                    "opens", f"chồng lên khung {other.opens:%H:%M}–{other.closes:%H:%M} ở trên: tách hoặc gộp lại"
                )
