"""Lists of customers brought to the desk, in few words."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from outreach.domain.customer_ports import Import
from outreach.domain.customer_rows import BadRow
from outreach.domain.customers import AudienceFilter, Customer
from outreach.services.importing import ListFile
from tests.documents.list_making import GOOD, HEAD, write_csv
from tests.setting import Setting


class Brought:
    """Lists brought to the desk."""

    def __init__(self, setting: Setting, folder: Path) -> None:
        self.setting = setting
        self.importing = setting.desk.importing
        self.folder = folder

    def file(self, *rows: Sequence[Any], head: Sequence[str] = HEAD, **more: Any) -> ListFile:
        path = write_csv(self.folder / "khach.csv", [head, *rows])
        return ListFile(path, path.name, "dien.luc", **more)

    def check(self, *rows: Sequence[Any], **more: Any) -> Import:
        return self.importing.check(self.file(*rows, **more))

    def bad(self, *rows: Sequence[Any], **more: Any) -> list[BadRow]:
        return list(self.importing.bad_rows(self.check(*rows, **more).id))

    def customer(self, code: str = "PA11CL0001234") -> Customer | None:
        with self.setting.store.transactions.reading() as uow:
            return uow.customers.get(code)

    def count(self) -> int:
        with self.setting.store.transactions.reading() as uow:
            return uow.customers.count(AudienceFilter())


def row(**more: str) -> tuple[str, ...]:
    names = dict(zip(("code", "name", "phone", "commune", "hamlet"), GOOD, strict=True))
    return tuple({**names, **more}.values())
