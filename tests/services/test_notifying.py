"""The life of a notice: what a second person approves is exactly what goes out, or nothing does."""

from dataclasses import replace
from datetime import date

import pytest

from outreach.domain.campaigns import LetterRef
from outreach.domain.customers import AudienceFilter
from outreach.domain.deliveries import DeliveryState
from outreach.domain.errors import BadInput, NotAllowed, NotFound, RuleBroken
from outreach.domain.law import Scope, Source, Suppression
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.notices import Notice, NoticeState, Snapshot
from outreach.domain.people import Person
from tests.notices import (
    CAMPAIGN,
    POWER,
    SECOND,
    SLUG,
    approved,
    bring_in,
    compose,
    content,
    customers,
    deliveries,
    staffed,
    work,
)
from tests.setting import ADMIN, DISTRICT, FIRST, OFFICER, Setting, at, letter, plan


@pytest.fixture
def office(setting: Setting) -> Setting:
    return staffed(setting)


def submitted(office: Setting) -> tuple[Notice, Snapshot]:
    compose(office)
    notice = office.desk.notifying.submit(POWER, SLUG)
    assert notice.snapshot is not None
    return notice, notice.snapshot


def test_the_second_persons_yes_writes_a_delivery_for_each_person_on_the_list(office: Setting) -> None:
    notice = approved(office)
    assert (notice.state, notice.approved_by) == (NoticeState.APPROVED, SECOND.username)
    assert len(deliveries(office)) == 10
    assert len(deliveries(office, DeliveryState.UNREACHABLE)) == 2
    assert notice.snapshot is not None
    assert (notice.snapshot.people, notice.snapshot.unreachable) == (10, 2)


@pytest.mark.parametrize("who", [POWER, OFFICER, replace(SECOND, place="184"), replace(SECOND, active=False)])
def test_nobody_approves_their_own_notice_or_another_places(office: Setting, who: Person) -> None:
    _, snapshot = submitted(office)
    with pytest.raises(RuleBroken):
        office.desk.notifying.approve(who, SLUG, snapshot.seal)
    assert deliveries(office) == {}


def test_who_submits_what_another_wrote_may_not_approve_it_either(office: Setting) -> None:
    compose(office)
    snapshot = office.desk.notifying.submit(SECOND, SLUG).snapshot
    assert snapshot is not None
    for one in (POWER, SECOND):
        with pytest.raises(RuleBroken, match="người thứ hai"):
            office.desk.notifying.approve(one, SLUG, snapshot.seal)
    assert office.desk.notifying.approve(DISTRICT, SLUG, snapshot.seal).state is NoticeState.APPROVED


def test_a_list_that_changed_since_it_was_submitted_is_not_approved(office: Setting) -> None:
    _, snapshot = submitted(office)
    bring_in(office, customers("06187", 3, 31))
    with pytest.raises(RuleBroken, match="trình lại"):
        office.desk.notifying.approve(SECOND, SLUG, snapshot.seal)
    assert deliveries(office) == {}
    again = office.desk.notifying.submit(POWER, SLUG).snapshot
    assert again is not None
    assert again.people == snapshot.people + 3
    office.desk.notifying.approve(SECOND, SLUG, again.seal)


def test_a_changed_text_voids_what_was_submitted(office: Setting) -> None:
    _, snapshot = submitted(office)
    revised = office.desk.notifying.revise(POWER, SLUG, content(text="Mai ghi chi so {{ code }}"))
    assert (revised.state, revised.version, revised.snapshot) == (NoticeState.DRAFT, 2, None)
    with pytest.raises(RuleBroken):
        office.desk.notifying.approve(SECOND, SLUG, snapshot.seal)


def test_a_yes_to_one_version_is_no_yes_to_the_next_though_the_list_is_the_same(office: Setting) -> None:
    _, snapshot = submitted(office)
    office.desk.notifying.revise(POWER, SLUG, content(message_class=MessageClass.EMERGENCY))
    again = office.desk.notifying.submit(POWER, SLUG).snapshot
    assert again is not None
    assert again.list_sha256 == snapshot.list_sha256
    with pytest.raises(RuleBroken):
        office.desk.notifying.approve(SECOND, SLUG, snapshot.seal)
    assert deliveries(office) == {}


def test_saving_a_draft_unchanged_makes_no_version(office: Setting) -> None:
    compose(office)
    assert office.desk.notifying.revise(POWER, SLUG, content()).version == 1


def test_what_was_approved_is_not_written_again_or_changed(office: Setting) -> None:
    notice = approved(office)
    assert notice.snapshot is not None
    with pytest.raises(RuleBroken):
        office.desk.notifying.revise(POWER, SLUG, content(text="khac"))
    with pytest.raises(RuleBroken):
        office.desk.notifying.approve(SECOND, SLUG, notice.snapshot.seal)
    assert len(deliveries(office)) == 10


def test_what_was_priced_is_what_is_sent_although_the_customer_changed_since(office: Setting) -> None:
    approved(office)
    renamed = [line._replace(name="Tên Khác", mobile="84911111111", phones="84911111111") for line in customers()]
    bring_in(office, renamed)
    with office.store.transactions.reading() as uow:
        notice = uow.notices.get(SLUG)
        assert notice is not None
        listed = uow.deliveries.listed(notice.id, tuple(DeliveryState), None, 99)
    assert all(one.number != "84911111111" and one.code in one.text for one in listed if one.number)


def test_contracts_that_share_a_number_get_one_message_if_the_notice_says_so(office: Setting) -> None:
    twins = [line._replace(mobile="84988888888", phones="84988888888") for line in customers("06187", 3, 41)]
    bring_in(office, twins)
    notice = approved(office, audience=AudienceFilter(communes=("06187",)))
    with office.store.transactions.reading() as uow:
        (one,) = uow.deliveries.listed(notice.id, tuple(DeliveryState), None, 9)
        assert len(one.codes) == 3
        assert [found.id for found in uow.deliveries.of_customer(one.codes[2])] == [one.id]


def test_contracts_of_two_communes_under_one_number_are_each_communes_business(office: Setting) -> None:
    lines = [*customers("06187", 2, 41), *customers("06190", 2, 61)]
    bring_in(office, [line._replace(mobile="84988888888", phones="84988888888") for line in lines])
    notice = approved(office, audience=AudienceFilter(communes=("06187", "06190")))
    with office.store.transactions.reading() as uow:
        listed = uow.deliveries.listed(notice.id, tuple(DeliveryState), None, 99)
    shared = [one for one in listed if one.number == "84988888888"]
    assert {one.commune: len(one.codes) for one in shared} == {"06187": 2, "06190": 2}


def test_those_on_the_list_who_refuse_are_counted_and_nobody_else(office: Setting) -> None:
    compose(office, audience=AudienceFilter(communes=("06190",)))
    numbers = [line.mobile for line in customers("06190")[:2]]
    for number, lifted in ((numbers[0], False), (numbers[1], False), (numbers[1], True), ("84900000000", False)):
        row = Suppression(number, Scope.ALL, Source.COUNTER, office.clock.now(), POWER.username, "", lifted)
        with office.store.transactions.writing() as uow:
            uow.suppressions.add([row])
            uow.commit()
    assert office.desk.notifying.appraising.appraise(SLUG).refusing == 1


def test_or_each_their_own(office: Setting) -> None:
    twins = [line._replace(mobile="84988888888", phones="84988888888") for line in customers("06187", 3, 41)]
    bring_in(office, twins)
    approved(office, audience=AudienceFilter(communes=("06187",)), one_per_person=False)
    assert len(deliveries(office)) == 3


@pytest.mark.parametrize(
    "told",
    [
        {"expires_at": at(FIRST, 7)},
        {"route": ()},
        {"route": (Medium.SMS, Medium.SMS)},
        {"route": (Medium.ZALO,)},
        {"message_class": MessageClass.ADVERTISING},
        {"audience": AudienceFilter(communes=("99999",))},
        {"text": "{{ khong_co }}"},
        {"text": "{% for x in range(9) %}{% endfor %}"},
        {"route": (Medium.ZALO,), "zalo_template": "1", "zalo_fields": (("tên", "{{ name }}"),)},
    ],
)
def test_what_no_approval_can_allow_is_not_even_a_draft(office: Setting, told: dict[str, object]) -> None:
    with pytest.raises(RuleBroken):
        compose(office, **told)
    with pytest.raises(NotFound):
        office.desk.notifying.get(SLUG)


def test_a_text_that_the_gateway_would_refuse_for_somebody_is_not_submitted(office: Setting) -> None:
    bring_in(office, [line._replace(name="Nông Văn A & B") for line in customers("06187", 1, 51)])
    compose(office, text="Chao {{ name }}, ma {{ code }}")
    bring_in(
        office,
        [line._replace(mobile="84977777777", phones="84977777777", name="A & B") for line in customers("06187", 1, 51)],
    )
    with pytest.raises(BadInput) as refused:
        office.desk.notifying.submit(POWER, SLUG)
    assert "&" in {problem.value for problem in refused.value.problems}


def test_a_value_too_long_for_its_zalo_parameter_is_not_submitted(office: Setting) -> None:
    route = {"route": (Medium.ZALO, Medium.SMS), "zalo_template": "205644"}
    compose(office, **route, zalo_fields=(("ten_kh:5", "{{ name }}"), ("ma_kh", "{{ code }}")))
    with pytest.raises(BadInput) as refused:
        office.desk.notifying.submit(POWER, SLUG)
    assert "ten_kh" in refused.value.problems[0].where
    office.desk.notifying.revise(POWER, SLUG, content(**route, zalo_fields=(("ten_kh:50", "{{ name }}"),)))
    assert office.desk.notifying.submit(POWER, SLUG).state is NoticeState.SUBMITTED


def test_what_cannot_be_out_in_time_is_not_submitted(office: Setting) -> None:
    compose(office, starts_at=at(FIRST, 21), expires_at=at(FIRST, 22))
    with pytest.raises(RuleBroken, match="trước hạn"):
        office.desk.notifying.submit(POWER, SLUG)


def test_only_the_power_company_and_administrators_compose(office: Setting) -> None:
    for person in (OFFICER, DISTRICT):
        with pytest.raises(NotAllowed):
            office.desk.notifying.compose(person, CAMPAIGN, "khac", content())
    assert office.desk.notifying.compose(ADMIN, CAMPAIGN, "khac", content()).state is NoticeState.DRAFT


def test_a_paused_notice_goes_on_and_a_cancelled_one_never_does(office: Setting) -> None:
    approved(office)
    office.desk.notifying.pause(POWER, SLUG)
    work(office)
    assert len(deliveries(office, DeliveryState.WAITING)) == 8
    office.desk.notifying.resume(POWER, SLUG)
    office.desk.notifying.cancel(POWER, SLUG)
    work(office)
    assert len(deliveries(office, DeliveryState.CANCELLED)) == 8
    with pytest.raises(RuleBroken):
        office.desk.notifying.resume(POWER, SLUG)


def test_advertising_with_accents_goes_by_zalo_alone(office: Setting) -> None:
    advert = {"text": "[QC] Trả tiền điện qua ngân hàng", "message_class": MessageClass.ADVERTISING, "accented": True}
    with pytest.raises(RuleBroken, match="có dấu"):
        compose(office, **advert)
    compose(office, **advert, route=(Medium.ZALO,), zalo_template="205644")


@pytest.mark.parametrize("name", ["dot.thu-1", "Đợt 1", "dot_1", "", "-dot", "dot 1", "d" * 51])
def test_a_name_that_could_be_taken_for_a_trial_or_no_address_is_refused(office: Setting, name: str) -> None:
    with pytest.raises(RuleBroken, match="Tên thông báo"):
        office.desk.notifying.compose(POWER, CAMPAIGN, name, content())


def test_a_letter_that_replaces_another_takes_back_what_still_waits(office: Setting) -> None:
    approved(office)
    office.desk.notifying.compose(POWER, CAMPAIGN, "khac", content())
    newer = letter("200/UBND-KT", "2023-11-06", (LetterRef("100/UBND-KT", date(2023, 11, 1), "UBND huyện Cao Lộc"),))
    office.desk.loading.load(plan(slug="cong-van-moi", letter=newer), "quantri")
    work(office)
    assert len(deliveries(office, DeliveryState.CANCELLED)) == 8
    assert office.desk.notifying.get(f"{CAMPAIGN}.khac").state is NoticeState.CANCELLED


def test_a_superseded_campaign_gets_no_new_notices(office: Setting) -> None:
    newer = letter("200/UBND-KT", "2023-11-06", (LetterRef("100/UBND-KT", date(2023, 11, 1), "UBND huyện Cao Lộc"),))
    office.desk.loading.load(plan(slug="cong-van-moi", letter=newer), "quantri")
    with pytest.raises(RuleBroken, match="thay thế"):
        compose(office)
