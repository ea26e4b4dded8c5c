"""One look at each person on a list says what reading it for each question apart would say."""

from collections import Counter
from hashlib import sha256

import pytest

from outreach.domain.customers import AudienceFilter
from outreach.domain.errors import RuleBroken
from outreach.domain.law import Scope, Source, Suppression
from outreach.domain.message_text import final, measure
from outreach.domain.messages import Medium
from outreach.domain.notices import Recipient
from outreach.domain.wordings import merge_values
from outreach.services.appraising import Appraisal, campaign_of
from outreach.services.listing import Meters, Writer, lots_of, writer_of
from tests.notices import POWER, SLUG, bring_in, compose, customers, staffed
from tests.setting import Setting

NAMED = "Điện lực: {{ name }}, mã {{ code }}, {{ commune }}"
ZALO = {
    "route": (Medium.ZALO, Medium.SMS),
    "zalo_template": "205644",
    "zalo_fields": (("ten_kh:11", "{{ name }}"), ("ma_kh", "{{ code }}")),
}


@pytest.fixture
def office(setting: Setting) -> Setting:
    """Two contracts under one number, one person who wants no message, names of different lengths."""
    staffed(setting)
    twins = [line._replace(mobile="84988888888", phones="84988888888") for line in customers("06187", 2, 41)]
    long = [line._replace(name="Nguyễn Hoàng Phương Thảo " * 6) for line in customers("06187", 1, 51)]
    bring_in(setting, twins, [line._replace(mobile="84977777777", phones="84977777777") for line in long])
    with setting.store.transactions.writing() as uow:
        now, number = setting.clock.now(), customers("06190")[0].mobile
        uow.suppressions.add([Suppression(number, Scope.ALL, Source.COUNTER, now, POWER.username, "")])
        uow.commit()
    return setting


def read(office: Setting) -> tuple[Writer, list[Meters]]:
    with office.store.transactions.reading() as uow:
        notice, appraising = uow.notices.get(SLUG), office.desk.notifying.appraising
        assert notice is not None
        campaign = campaign_of(uow, notice.campaign)
        writer = writer_of(uow, campaign, notice.content, appraising.templates, appraising.gauges)
        return writer, [meters for lot in lots_of(uow, campaign, notice.content) for meters in lot]


def appraised(office: Setting) -> Appraisal:
    return office.desk.notifying.appraising.appraise(SLUG)


def hash_of(listed: list[Recipient]) -> str:
    told = (f"{one.code}\x1f{one.number}\x1f{one.text}\x1f{one.fields}\x1f{one.codes}\x1e" for one in listed)
    return sha256("".join(told).encode()).hexdigest()


@pytest.mark.parametrize("accented", [False, True])
@pytest.mark.parametrize("route", [{}, {**ZALO, "zalo_fields": (("ten_kh:200", "{{ name }}"),)}])
def test_the_figures_are_those_of_the_messages_one_by_one(
    office: Setting, accented: bool, route: dict[str, object]
) -> None:
    compose(office, text=NAMED, accented=accented, **route)
    seen, (writer, people) = appraised(office), read(office)
    listed = [writer.write(meters) for meters in people]
    reached = [one for one in listed if one.number]
    assert (seen.people, seen.unreachable, seen.refusing) == (len(listed), len(listed) - len(reached), 1)
    assert (seen.parts, seen.list_sha256) == (sum(one.parts for one in listed), hash_of(listed))
    assert seen.longest == max(reached, key=lambda one: (one.parts, len(one.text)))
    assert seen.first == tuple(reached[:5])
    assert (seen.preview.rows, seen.preview.faulty) == (len(reached), 0)


@pytest.mark.parametrize("accented", [False, True])
def test_either_spelling_is_counted_as_if_it_alone_were_asked_for(office: Setting, accented: bool) -> None:
    compose(office, text=NAMED)
    seen, (writer, people) = appraised(office), read(office)
    filled = [merge_values(meters, writer.place_of, writer.common) for meters in people if meters[0].mobile]
    texts = [final(writer.text(values), accented) for values in filled]
    parts = [measure(text, writer.gauge).parts for text in texts]
    costing = seen.preview.accented if accented else seen.preview.unaccented
    assert costing.histogram == tuple(sorted(Counter(parts).items()))
    assert costing.longest is not None
    assert costing.longest.text == max(texts, key=len)
    assert (costing.texts, costing.parts, costing.price) == (len(texts), sum(parts), 850 * sum(parts))


def test_people_with_a_fault_are_counted_and_the_list_is_read_to_its_end(office: Setting) -> None:
    endless = [line._replace(name="x" * 2000) for line in customers("06184", 1, 61)]
    bring_in(office, [line._replace(mobile="84900000001", phones="84900000001") for line in endless])
    compose(office, text=NAMED, **ZALO)
    seen, (_writer, people) = appraised(office), read(office)
    too_long = [meters for meters in people if meters[0].mobile and len(meters[0].name) > 11]
    assert (seen.people, seen.preview.faulty) == (len(people), len(too_long))
    assert {fault.where.split()[0] for fault in seen.preview.faults} == {meters[0].code for meters in too_long}
    assert seen.parts == seen.preview.unaccented.parts
    with pytest.raises(RuleBroken):
        office.desk.notifying.submit(POWER, SLUG)


def test_progress_is_told_in_contracts(office: Setting) -> None:
    compose(office, audience=AudienceFilter(communes=("06187",)))
    told: list[tuple[int, int]] = []
    office.desk.drafting.appraise(POWER, SLUG, lambda done, of: told.append((done, of)))
    assert told == [(3, 3)]
