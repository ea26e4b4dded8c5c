"""What somebody who writes a notice is told before anything goes out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.domain.customers import AudienceFilter
from outreach.domain.errors import NotAllowed
from outreach.domain.messages import Medium, MessageClass
from tests.notices import CAMPAIGN, POWER, SECOND, SLUG, TEXT, bring_in, compose, content, customers, staffed
from tests.setting import ADMIN, DISTRICT, MEDIA, OFFICER, Setting

OWN = {"new_day": "31/12/2023", "hotline": "19006769"}


@pytest.fixture
def office(sqlite_setting: Setting) -> Setting:
    return staffed(sqlite_setting)


def test_only_those_who_compose_are_offered_campaigns(office: Setting) -> None:
    drafting = office.desk.drafting
    assert [one.slug for one in drafting.campaigns(POWER)] == [CAMPAIGN]
    assert [drafting.campaigns(person) for person in (OFFICER, DISTRICT, MEDIA)] == [(), (), ()]
    with pytest.raises(NotAllowed):
        drafting.choices(OFFICER, CAMPAIGN)


def test_a_name_is_made_of_the_title_and_never_taken_twice(office: Setting) -> None:
    compose(office)
    assert office.desk.drafting.name_for(CAMPAIGN, "Báo khách hàng!") == "bao-khach-hang-2"
    assert office.desk.drafting.name_for(CAMPAIGN, "Đổi ngày") == "doi-ngay"
    assert office.desk.drafting.name_for(CAMPAIGN, "…") == "thong-bao"


def test_faults_are_told_by_the_field_in_which_they_stand(office: Setting) -> None:
    faults = office.desk.drafting.faults
    assert faults(content()) == {}
    assert list(faults(content(text="{{ ten }}"))) == ["text"]
    assert list(faults(content(values={}))) == ["text"]
    zalo = content(
        route=(Medium.ZALO,),
        zalo_template="1",
        zalo_fields=(("good:50", "{{ code }}"), ("bad", "{{ codee }}"), ("tên", "1")),
    )
    assert [fault.partition(":")[0] for fault in faults(zalo)["zalo_fields"]] == ["bad", "tên"]


def test_a_sketch_counts_the_list_and_prices_both_spellings(office: Setting) -> None:
    sketch = office.desk.drafting.sketch(POWER, CAMPAIGN, TEXT, MessageClass.CARE, AudienceFilter(), OWN)
    assert (sketch.contracts, sketch.sampled) == (10, 10)
    assert sketch.prices == {"unaccented": 8_500, "accented": 17_000}
    narrow = AudienceFilter(communes=("06196",))
    assert office.desk.drafting.sketch(POWER, CAMPAIGN, TEXT, MessageClass.CARE, narrow, OWN).contracts == 4


@pytest.mark.parametrize("source", ["", "{{ x", "{{ hotline }}", "{% for a in b %}"])
def test_a_sketch_of_what_is_half_typed_says_so(office: Setting, source: str) -> None:
    sketch = office.desk.drafting.sketch(POWER, CAMPAIGN, source, MessageClass.CARE, AudienceFilter(), {})
    assert "problems" in sketch.counted


def test_a_preview_counts_what_would_be_sent_in_both_spellings(office: Setting) -> None:
    compose(office)
    seen = office.desk.drafting.preview(POWER, SLUG)
    assert (seen.appraisal.people, seen.appraisal.unreachable, seen.appraisal.price) == (10, 2, 6_800)
    assert (seen.appraisal.preview.unaccented.price, seen.appraisal.preview.accented.price) == (6_800, 13_600)
    assert [sight.text for sight in seen.sightings] == ["19006769"]


def test_a_preview_speaks_of_people_as_the_send_will(office: Setting) -> None:
    twin = customers("06190", 1, 1)[0]._replace(code="PA11CL9999999", mobile="84900000100", phones="84900000100")
    bring_in(office, [twin])
    compose(office)
    seen = office.desk.drafting.preview(POWER, SLUG)
    assert seen.appraisal.preview.rows == seen.appraisal.people - seen.appraisal.unreachable == 8


def test_prices_are_for_those_who_write_or_approve(office: Setting) -> None:
    compose(office)
    for person in (POWER, SECOND, DISTRICT, ADMIN):
        assert office.desk.drafting.appraise(person, SLUG).price == 6_800
    for person in (OFFICER, MEDIA):
        with pytest.raises(NotAllowed):
            office.desk.drafting.appraise(person, SLUG)


def test_what_the_gateway_would_refuse_is_not_offered_for_submission(office: Setting) -> None:
    compose(office, text=TEXT + " #1")
    seen = office.desk.drafting.preview(POWER, SLUG)
    assert not seen.sendable
    assert seen.appraisal.preview.faulty == 8


def test_what_is_left_of_todays_quota_bounds_the_first_day(office: Setting) -> None:
    compose(office)
    appraising, now = office.desk.notifying.appraising, office.clock.now()
    channel = appraising.lines.of(Medium.SMS)[0][0].name
    before = appraising.appraise(SLUG).feasibility.finish
    with office.store.transactions.writing() as uow:
        uow.gates.put(replace(uow.gates.lock(channel, now), quota_left=2, quota_daily=500, quota_at=now))
        uow.commit()
    after = appraising.appraise(SLUG).feasibility.finish
    assert before is not None
    assert after is not None
    assert after - before > timedelta(hours=12)
