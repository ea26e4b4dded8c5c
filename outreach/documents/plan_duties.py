"""The duties of a campaign, and whether the weeks and windows of the plan leave room for them at all."""

import re
from collections.abc import Sequence
from dataclasses import fields
from datetime import timedelta
from typing import Any

from outreach.documents.fields import EARLIEST, Section, refuse_twins
from outreach.documents.plan_period import Period, check_within
from outreach.documents.plan_stations import longest_of
from outreach.documents.report import spoken
from outreach.domain.calendar import QuietHours
from outreach.domain.campaigns import Duty, RecordingPlan, StationPlan
from outreach.domain.planning import StationWeek, open_slots

MOST_PER_WEEK = 14
"""Twice a day: what the two sessions of a day allow."""
_GRADES = (re.compile("E[0-5]"), re.compile("M[0-3]"))
_EXAMPLE = '["E2", "M0"]'
_USUAL: dict[str, Any] = {part.name: part.default for part in fields(Duty)}


def read_duties(
    root: Section, period: Period, recordings: Sequence[RecordingPlan], stations: StationPlan, quiet: QuietHours
) -> tuple[Duty, ...]:
    sections = root.sections("duties")
    duties = tuple(_read_duty(section, period, [recording.slug for recording in recordings]) for section in sections)
    refuse_twins(sections, [duty.slug for duty in duties])
    longest = longest_of(stations.windows)
    fitting = {recording.slug: recording.length for recording in recordings if recording.length <= longest}
    for section, duty in zip(sections, duties, strict=True):
        comparable = period.known and section.sound("first", "last", "per_week")
        if comparable and duty.recording in fitting:
            _check_room(section, duty, fitting[duty.recording], stations, quiet)
    return duties


def _read_duty(section: Section, period: Period, recordings: list[str]) -> Duty:
    duty = Duty(
        slug=section.slug(),
        title=section.text("title"),
        recording=section.choice("recording", recordings),
        per_week=section.integer("per_week", 1, MOST_PER_WEEK),
        first=section.day("first", default=period.first if period.known else EARLIEST),
        last=section.day("last"),
        cluster_share=section.number("cluster_share", 1, default=_USUAL["cluster_share"]),
        whole=section.number("whole", 1, default=_USUAL["whole"]),
        accepts=_read_accepts(section),
    )
    section.close()
    check_within(section, "first", duty.first, period)
    check_within(section, "last", duty.last, period)
    if section.sound("first", "last") and duty.last < duty.first:
        section.add("last", f"đứng trước ngày bắt đầu nhiệm vụ {spoken(duty.first)}: viết một ngày từ hôm đó trở đi")
    return duty


def _read_accepts(section: Section) -> tuple[str, str]:
    grades = section.texts("accepts", default=_USUAL["accepts"])
    if len(grades) != len(_GRADES):
        section.add("accepts", f"phải có đúng hai mức: viết accepts = {_EXAMPLE}")
        return "", ""
    for number, (grade, form) in enumerate(zip(grades, _GRADES, strict=True)):
        if not form.fullmatch(grade):
            told = f"mức thứ nhất cho máy E0–E5, mức thứ hai cho người M0–M3: viết accepts = {_EXAMPLE}"
            section.report.add((*section.path, "accepts", number), grade, told)
    return grades[0], grades[1]


def _check_room(section: Section, duty: Duty, length: timedelta, stations: StationPlan, quiet: QuietHours) -> None:
    """Report the first week in which the windows cannot hold what the duty asks for."""
    for week in duty.weeks:
        room = len(open_slots(StationWeek(week, stations.windows, stations.relays, quiet, length)))
        if room < duty.per_week:
            told = f"tuần {spoken(week.first)}–{spoken(week.last)} chỉ có {room} khung giờ chứa được bản ghi âm"
            section.add("per_week", f"{told}: giảm số lần, hoặc thêm [[stations.windows]]")
            return
