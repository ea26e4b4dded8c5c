"""Notices for tests: customers of the small campaign, a text, and the steps of a notice in one word each."""

from datetime import timedelta
from typing import Any

from outreach.domain.customer_ports import CustomerLine
from outreach.domain.customers import AudienceFilter, folded
from outreach.domain.deliveries import DeliveryState, Step
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.notice_ports import Mark
from outreach.domain.notices import Notice, NoticeContent
from outreach.domain.people import Person, Role
from tests.setting import FIRST, PASSWORD, Setting, at

POWER = Person("dienluc", "Điện lực thành phố Lạng Sơn", Role.POWER_COMPANY, "183")
SECOND = Person("dienluc.hai", "Phó giám đốc điện lực", Role.POWER_COMPANY, "183")
CAMPAIGN = "doi-ngay-ghi"
SLUG = f"{CAMPAIGN}.bao-khach-hang"
TEXT = "Điện lực Lạng Sơn: từ {{ new_day }} chỉ số công tơ {{ code }} ghi vào cuối tháng. Hỏi {{ hotline }}"
HAMLETS = ("Nà Pàn", "Pò Mục", "Bản Lải")
BAD_ENDING = "98"
"""The sandbox says of numbers that end so that the phone did not get the message."""


def customers(commune: str = "06190", count: int = 6, start: int = 1) -> list[CustomerLine]:
    """The last two of each commune: one whose phone never gets anything, one without a mobile."""
    lines = []
    for number in range(start, start + count):
        place = number - start
        mobile = f"8490{number * 100:07d}"
        if place == count - 2:
            mobile = f"{mobile[:-2]}{BAD_ENDING}"
        phones = "" if place == count - 1 else mobile
        name, hamlet = f"Nông Thị {chr(64 + number % 26)}", HAMLETS[place % 3]
        code = f"PA11CL{int(commune) % 10_000:04d}{number:03d}"
        lines.append(
            CustomerLine(code, name, folded(name), phones, phones, commune, hamlet, "PA11CL", "10", "cash", "none")
        )
    return lines


def bring_in(setting: Setting, *lists: list[CustomerLine]) -> None:
    known = frozenset(CustomerLine._fields)
    with setting.store.transactions.writing() as uow:
        for lines in lists:
            uow.customers.put(lines, known, setting.clock.now(), "test")
        uow.commit()


def content(**more: Any) -> NoticeContent:
    values: dict[str, Any] = {
        "title": "Báo khách hàng",
        "text": TEXT,
        "message_class": MessageClass.CARE,
        "route": (Medium.SMS,),
        "audience": AudienceFilter(),
        "starts_at": at(FIRST, 8),
        "expires_at": at(FIRST + timedelta(days=5), 20),
        "values": {"new_day": "31/12/2023", "hotline": "19006769"},
    }
    return NoticeContent(**{**values, **more})


def staffed(setting: Setting) -> Setting:
    """With two people of the power company and customers of two communes; it is ten on the first morning."""
    setting.desk.signing_in.enrol_many((POWER, SECOND), PASSWORD)
    bring_in(setting, customers("06190"), customers("06196", 4, 11))
    setting.clock.at = at(FIRST, 10)
    return setting


def compose(setting: Setting, **more: Any) -> Notice:
    return setting.desk.notifying.compose(POWER, CAMPAIGN, "bao-khach-hang", content(**more))


def approved(setting: Setting, **more: Any) -> Notice:
    compose(setting, **more)
    submitted = setting.desk.notifying.submit(POWER, SLUG)
    assert submitted.snapshot is not None
    return setting.desk.notifying.approve(SECOND, SLUG, submitted.snapshot.seal)


def work(setting: Setting, minutes: int = 0) -> None:
    """The worker goes round until nothing is left to do now; then time goes on, and it asks for news."""
    setting.desk.working.round(lambda: False)  # a new channel's bucket is empty, and fills by the clock
    setting.clock.at += timedelta(seconds=10)
    while setting.desk.working.round(lambda: False):
        pass
    setting.clock.at += timedelta(minutes=minutes)
    setting.desk.working.round(lambda: False)


def sent(setting: Setting, **more: Any) -> Notice:
    """Sent, with receipts: in each commune one phone that did not get it and one person without a mobile."""
    notice = approved(setting, **more)
    work(setting, 10)
    return setting.desk.notifying.get(notice.slug)


def deliveries(setting: Setting, *states: DeliveryState, notice: str = SLUG) -> dict[str, int]:
    """The numbers of deliveries by customer code, in these states (all, if none are named)."""
    with setting.store.transactions.reading() as uow:
        found = uow.notices.get(notice)
        assert found is not None
        listed = uow.deliveries.listed(found.id, states or tuple(DeliveryState), None, 1_000)
    return {one.code: one.id for one in listed}


def force(setting: Setting, delivery: int, state: DeliveryState) -> None:
    """Bring a delivery into a state that takes a provider's mood to reach."""
    with setting.store.transactions.writing() as uow:
        mark = Mark(delivery, "test", setting.clock.now(), "not_met")
        uow.deliveries.mark(mark, tuple(DeliveryState), Step(state))
        uow.commit()
