"""People and their passwords."""

import hashlib
import secrets
from dataclasses import dataclass, replace

from outreach.domain.errors import NotFound, RuleBroken
from outreach.domain.people import Person, Role
from outreach.domain.ports import Passwords, Transactions

SHORTEST_PASSWORD = 10


@dataclass(frozen=True, slots=True)
class SigningIn:
    transactions: Transactions
    passwords: Passwords

    def sign_in(self, username: str, password: str) -> Person | None:
        """The person, or None when name or password is wrong (which of the two is not told)."""
        sought = username if username.isprintable() else ""  # nobody's, and PostgreSQL takes no zero byte
        with self.transactions.reading() as uow:
            person = uow.people.get(sought)
            known = uow.people.password_hash(sought)
        right = self.passwords.verify(known, password)
        return person if person and person.active and right else None

    def person(self, username: str) -> Person | None:
        with self.transactions.reading() as uow:
            found = uow.people.get(username)
        return found if found and found.active else None

    def seal(self, username: str) -> str:
        """Changes whenever the password does: what is kept under an old one (a session) is then worth nothing."""
        with self.transactions.reading() as uow:
            known = uow.people.password_hash(username) or ""
        return hashlib.sha256(known.encode()).hexdigest()[:16]

    def enrol(self, person: Person, password: str) -> None:
        """Add a person, or set a new password for a known one."""
        hashed = self.passwords.hash(password)
        with self.transactions.writing() as uow:
            uow.people.put(person, hashed)
            uow.commit()

    def renew(self, person: Person) -> str:
        """Add or change a person under a new one-time password, which is returned and kept nowhere."""
        password = secrets.token_urlsafe(9)
        self.enrol(person, password)
        return password

    def enrol_many(self, people: tuple[Person, ...], password: str) -> None:
        """Add people who share one password (the people of a replay)."""
        hashed = self.passwords.hash(password)
        with self.transactions.writing() as uow:
            for person in people:
                uow.people.put(person, hashed)
            uow.commit()

    def change_password(self, username: str, old: str, new: str) -> None:
        if self.sign_in(username, old) is None:
            raise RuleBroken("Mật khẩu hiện tại chưa đúng.")
        if len(new) < SHORTEST_PASSWORD:
            raise RuleBroken("Mật khẩu mới phải có ít nhất {least} ký tự.", least=SHORTEST_PASSWORD)
        if new == old:
            raise RuleBroken("Mật khẩu mới phải khác mật khẩu cũ.")
        person = self.person(username)
        if person is None:
            raise NotFound("Không có tài khoản «{user}».", user=username)
        self.enrol(replace(person, must_change_password=False), new)

    def first_administrator(self) -> str | None:
        """On an empty register make one administrator; returns the one-time password, which is kept nowhere."""
        password = secrets.token_urlsafe(12)
        hashed = self.passwords.hash(password)
        with self.transactions.writing() as uow:
            admin = Person("admin", "Quản trị viên", Role.ADMINISTRATOR, None, must_change_password=True)
            if uow.people.all() or not uow.people.add(admin, hashed):
                return None
            uow.commit()
        return password
