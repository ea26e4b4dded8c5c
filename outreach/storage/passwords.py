"""Passwords, kept as argon2id hashes."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Argon2Passwords:
    """``cheap`` is for tests: the real parameters are the library's (64 MiB, 3 passes)."""

    def __init__(self, cheap: bool = False) -> None:
        self._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1) if cheap else PasswordHasher()
        self._decoy: str | None = None

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def verify(self, password_hash: str | None, password: str) -> bool:
        try:
            self._hasher.verify(password_hash or self._decoy_hash(), password)
        except (VerificationError, InvalidHashError):
            return False
        return bool(password_hash)

    def _decoy_hash(self) -> str:
        """A wrong name costs as much time as a wrong password, so that names cannot be fished for."""
        if self._decoy is None:
            self._decoy = self._hasher.hash("decoy")
        return self._decoy
