"""The numbers behind the picture of a sound."""

from datetime import timedelta

from outreach.domain.sound import Bands, Finding, Flaw, Loudness, Report, Span, Verdict
from outreach.web.sound_picture import picture_in


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def report(length: float = 100, **more: object) -> Report:
    return Report(seconds(length), "mp3", 44_100, 1, Loudness(-16, -2), Bands(0, 1, 0), None, **more)  # type: ignore[arg-type]


def test_the_shape_goes_along_the_highest_and_back_along_the_lowest() -> None:
    assert picture_in(report(outline=((-1, 1), (-0.5, 0.25)))).shape == "M0 0L1 75L1 150L0 200Z"


def test_louder_stands_higher_and_nothing_leaves_the_picture() -> None:
    assert picture_in(report(course=(-100.0, -25.0, 3.0))).course == "M0 200L1 100L2 0"


def test_faults_are_marked_where_they_are_and_a_moment_is_still_seen() -> None:
    spans = (Span(seconds(10), seconds(20)), Span(seconds(50), seconds(50)))
    clipped = Finding(Flaw.CLIPPED, Verdict.RECORD_AGAIN, 3, spans)
    everywhere = Finding(Flaw.HUM, Verdict.USABLE)
    first, second = picture_in(report(findings=(everywhere, clipped))).marks
    assert (first.number, first.left, first.width, first.grave, first.first) == (2, 10, 10, True, True)
    assert (second.left, second.width, second.first) == (50, 0.6, False)


def test_an_hour_that_rattles_everywhere_has_as_many_marks_as_an_eye_can_tell_apart() -> None:
    rattling = tuple(Span(seconds(at / 2), seconds(at / 2 + 0.05)) for at in range(7_200) if at // 720 % 2)
    torn = Finding(Flaw.CLIPPED, Verdict.RECORD_AGAIN, len(rattling), rattling)
    marks = picture_in(report(3_600, findings=(torn,))).marks
    assert [round(mark.left) for mark in marks] == [10, 30, 50, 70, 90]
    assert all(10 <= mark.width <= 11 for mark in marks)
    assert [mark.first for mark in marks] == [True, False, False, False, False]


def test_a_ruler_has_few_round_times() -> None:
    assert [tick.at for tick in picture_in(report(75)).ticks] == [seconds(s) for s in (0, 15, 30, 45, 60)]
    assert len(picture_in(report(3_600)).ticks) <= 7
    assert picture_in(report(0)).ticks[0].left == 0


def test_of_nothing_heard_there_is_an_empty_picture() -> None:
    nothing = picture_in(report())
    assert (nothing.shape, nothing.course, nothing.marks) == ("", "", ())
