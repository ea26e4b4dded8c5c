"""A plan file as a plan: read whole, or refused whole with everything that is wrong with it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from outreach.documents.fields import Section, refuse_twins
from outreach.documents.plan_communes import read_communes
from outreach.documents.plan_duties import read_duties
from outreach.documents.plan_period import Period, check_within, read_period
from outreach.documents.plan_recordings import Measure, read_recordings
from outreach.documents.plan_stations import read_quiet_hours, read_stations
from outreach.documents.report import spoken
from outreach.documents.toml_files import open_toml
from outreach.domain.campaigns import Letter, LetterRef, NoticePlan, OutcomePlan, Plan
from outreach.domain.units import Place

CHANNELS = ("zalo", "sms")
BASES = ("customers", "invoices", "money")


def read_plan(path: Path, places: Sequence[Place], measure: Measure, audio_root: Path) -> Plan:
    """The plan of a TOML file. ``measure`` decodes a recording of ``audio_root``; BadInput tells every problem."""
    root = open_toml(path)
    plan = _read(root, places, measure, audio_root)
    root.close()
    root.report.refuse()
    return plan


def _read(root: Section, places: Sequence[Place], measure: Measure, audio_root: Path) -> Plan:
    period, quiet = read_period(root), read_quiet_hours(root)
    stations = read_stations(root, quiet)
    recordings = read_recordings(root, measure, audio_root, stations.windows)
    return Plan(
        slug=root.slug(),
        title=root.text("title"),
        summary=root.text("summary"),
        first=period.first,
        last=period.last,
        letter=_read_letter(root),
        source=root.text("source"),
        assumptions=root.texts("assumptions", default=()),
        communes=read_communes(root, places, period),
        duties=read_duties(root, period, recordings, stations, quiet),
        recordings=recordings,
        notices=_read_notices(root, period),
        outcomes=_read_outcomes(root, period),
        stations=stations,
        quiet=quiet,
    )


def _read_letter(root: Section) -> Letter | None:
    section = root.section("letter")
    if section is None:
        return None
    letter = Letter(
        number=section.text("number"),
        issued=section.month_or_day("issued"),
        issuer=section.text("issuer"),
        subject=section.text("subject"),
        addressees=section.texts("addressees"),
        signed_by=section.text("signed_by", default=""),
        refers_to=tuple(_read_reference(reference) for reference in section.sections("refers_to")),
        supersedes=tuple(_read_reference(reference) for reference in section.sections("supersedes")),
    )
    section.close()
    return letter


def _read_reference(section: Section) -> LetterRef:
    reference = LetterRef(section.text("number"), section.day("issued"), section.text("issuer"))
    section.close()
    return reference


def _read_notices(root: Section, period: Period) -> tuple[NoticePlan, ...]:
    sections = root.sections("notices")
    notices = tuple(_read_notice(section, period) for section in sections)
    refuse_twins(sections, [notice.slug for notice in notices])
    return notices


def _read_notice(section: Section, period: Period) -> NoticePlan:
    notice = NoticePlan(
        slug=section.slug(),
        title=section.text("title"),
        audience=section.text("audience"),
        channels=section.choices("channels", CHANNELS),
        by=section.day("by"),
        text=section.text("text", default=""),
    )
    section.close()
    check_within(section, "by", notice.by, period)
    return notice


def _read_outcomes(root: Section, period: Period) -> tuple[OutcomePlan, ...]:
    sections = root.sections("outcomes")
    outcomes = tuple(_read_outcome(section, period) for section in sections)
    refuse_twins(sections, [outcome.slug for outcome in outcomes])
    return outcomes


def _read_outcome(section: Section, period: Period) -> OutcomePlan:
    outcome = OutcomePlan(
        slug=section.slug(),
        title=section.text("title"),
        basis=section.choice("basis", BASES),
        baseline=section.number("baseline", 100, zero=True) if section.has("baseline") else None,
        denominator=section.integer("denominator", 1, 10**9) if section.has("denominator") else None,
        baseline_as_of=section.text("baseline_as_of", default=""),
        target=section.number("target", 100),
        by=section.day("by"),
    )
    section.close()
    _check_by(section, outcome.by, period)
    return outcome


def _check_by(section: Section, by: date, period: Period) -> None:
    """What a campaign reaches may be counted after its last day, not before its first."""
    if period.known and section.sound("by") and by < period.first:
        section.add("by", f"đứng trước ngày bắt đầu của chiến dịch {spoken(period.first)}: viết một ngày từ hôm đó")
