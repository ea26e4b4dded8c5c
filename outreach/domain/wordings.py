"""A wording: a text with gaps that facts about a customer fill, and what may stand in the gaps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from outreach.domain.customers import Customer
from outreach.domain.errors import Problem, RuleBroken

LONGEST_SOURCE = 2_000
LONGEST_RESULT = 1_000


@dataclass(frozen=True, slots=True)
class MergeField:
    """A gap by its name in a template, what a screen calls it, and a long but real value to try it with."""

    name: str
    label: str
    sample: str


MERGE_FIELDS = (
    MergeField("name", "tên khách hàng", "Nguyễn Hoàng Phương Thảo"),
    MergeField("code", "mã khách hàng", "PA11CL0001234"),
    MergeField("codes", "các mã khách hàng", "PA11CL0001234, PA11CL0001235"),
    MergeField("meters", "số công tơ", "2"),
    MergeField("commune", "xã", "Thị trấn Đồng Đăng"),
    MergeField("hamlet", "thôn", "Thôn Bản Liếp"),
    MergeField("power_unit", "đơn vị điện lực", "PA11CL"),
    MergeField("old_day", "ngày ghi chỉ số cũ", "10"),
    MergeField("new_day", "ngày ghi chỉ số mới", "31/12/2023"),
    MergeField("deadline", "hạn chót", "20/12/2023"),
    MergeField("hotline", "số điện thoại hỏi đáp", "19006769"),
    MergeField("campaign", "chiến dịch", "Đổi lịch ghi chỉ số công tơ"),
)
SAMPLE = {field.name: field.sample for field in MERGE_FIELDS}


class Render(Protocol):
    """A checked wording, ready to be filled many times."""

    @property
    def needed(self) -> tuple[str, ...]:
        """Fields that stand in the text come what may: an empty one leaves a hole in the sentence."""
        ...

    def __call__(self, values: Mapping[str, str], /) -> str:
        """The tidied text for these values; RuleBroken when a value is missing or the text is too long."""
        ...


class MessageTemplates(Protocol):
    """Reads the sources that people write. Any source gets an answer, none runs code of its own."""

    def check(self, source: str) -> tuple[Problem, ...]: ...
    def compile(self, source: str) -> Render:
        """Raises BadInput with what :meth:`check` found."""
        ...


def without_values(names: Sequence[str]) -> RuleBroken:
    """For a wording that cannot be filled, because nobody has said what stands in these fields."""
    return RuleBroken("Chưa có giá trị cho trường: {fields}.", fields=", ".join(names))


def refuse_too_long(text: str) -> None:
    """Facts may make a short wording long."""
    if len(text) > LONGEST_RESULT:
        raise RuleBroken("Tin dài {length} ký tự, nhiều nhất là {most}.", length=len(text), most=LONGEST_RESULT)


def merge_values(
    meters: Sequence[Customer], place_of: Callable[[str], str], common: Mapping[str, str]
) -> dict[str, str]:
    """What is known of one person: the first of their contracts, the codes of all, and what is the same for everybody.

    ``place_of`` names a commune by its code. What nobody has said of a field in ``common`` stays missing, and a wording
    that uses it says so instead of leaving a gap.
    """
    first = meters[0]
    return {
        **common,
        "name": first.name,
        "code": first.code,
        "codes": ", ".join([meter.code for meter in meters]),
        "meters": str(len(meters)),
        "commune": place_of(first.commune),
        "hamlet": first.hamlet,
        "power_unit": first.power_unit,
        "old_day": str(first.reading_day or ""),
    }
