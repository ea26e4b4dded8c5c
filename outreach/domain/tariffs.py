"""What a message costs, in whole VND: a price before approval is exact, or it is no price."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from outreach.domain.errors import RuleBroken
from outreach.domain.messages import Medium, MessageClass


@dataclass(frozen=True, slots=True)
class Tariff:
    """What one part costs, by medium and class, before VAT; a Zalo notice is one part whatever its length."""

    per_part: Mapping[tuple[Medium, MessageClass], int] = field(hash=False)

    def __post_init__(self) -> None:
        for (medium, message_class), vnd in self.per_part.items():
            if type(vnd) is not int or vnd < 0:
                raise RuleBroken(
                    "Giá {medium}/{message_class} là «{vnd}»: phải là số đồng nguyên, từ 0 trở lên.",
                    medium=medium.value,
                    message_class=message_class.value,
                    vnd=vnd,
                )

    def price(self, medium: Medium, message_class: MessageClass, parts: int) -> int:
        """The price of so many parts; a missing price is refused, for 0 would be approved unread."""
        vnd = self.per_part.get((medium, message_class))
        if vnd is None:
            raise RuleBroken(
                "Chưa có đơn giá cho {medium}/{message_class}.", medium=medium.value, message_class=message_class.value
            )
        return vnd * parts


USUAL = Tariff(
    {
        (Medium.SMS, MessageClass.CARE): 850,
        (Medium.SMS, MessageClass.ADVERTISING): 700,
        (Medium.SMS, MessageClass.EMERGENCY): 850,
        (Medium.ZALO, MessageClass.CARE): 200,
        (Medium.ZALO, MessageClass.ADVERTISING): 300,
        (Medium.ZALO, MessageClass.EMERGENCY): 120,
    }
)
"""Published price points before VAT, to start from; a contract says otherwise."""


def by_contract(prices: Mapping[tuple[str, str], int]) -> Tariff:
    """The usual prices, but for those that a contract names by (medium, class)."""
    agreed = {(Medium(medium), MessageClass(kind)): vnd for (medium, kind), vnd in prices.items()}
    return Tariff({**USUAL.per_part, **agreed})
