"""Codes of attendance in a room: each person's phone gets one signature, and neither number nor name ever reaches the laptop.

The phone draws a number, joins it with the name that was typed, if any, and sends the hash of both. The laptop signs course,
version, date and that hash. What the phone then shows as a code is checked by register.html.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from signpost_builder.proof.code import Proof, holder
from signpost_builder.proof.signing import Signer, encoded

MOST_SLIPS = 40
HELD = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class Attendance:
    """One sitting. `open`: the trainer has said that people may take their codes. Nothing of it is written anywhere.

    `today`: the day on the laptop's clock, as a certificate has that of the learner's device.
    """

    signer: Signer
    course: str
    version: str
    today: Callable[[], date] = date.today
    open: bool = False
    _asked: dict[str, str] = field(default_factory=dict)
    _given: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """A new sitting: closed, and everybody may ask. Codes that were given go on counting: a person may hold two."""
        self.open = False
        self._asked.clear()

    @property
    def date(self) -> str:
        return self.today().isoformat()

    @property
    def name(self) -> str:
        """Which codes these are: a phone keeps one of each."""
        return f"{self.signer.id} {self.course} {self.version} {self.date}"

    def slips(self, count: int) -> list[Proof]:
        """Signed codes without a name, each with its own number, for people without a phone: they are printed, and kept nowhere.

        Raises ValueError for a count that no room needs.
        """
        if not 1 <= count <= MOST_SLIPS:
            raise ValueError(f"1 to {MOST_SLIPS} slips at a time")
        return [self._slip(encoded(secrets.token_bytes(16))) for _ in range(count)]

    def _slip(self, number: str) -> Proof:
        return Proof(number=number, key=self.signer.id, **self._signed(holder(number, "")))

    def _signed(self, held: str) -> dict[str, str]:
        """What was signed, and the signature. The clock is asked once: a code may be made at midnight."""
        said = {"course": self.course, "version": self.version, "date": self.date}
        return said | {"signature": self.signer.sign(**said, held=held)}

    @property
    def given(self) -> int:
        """How many codes since the program began: the trainer compares it with the heads in the room."""
        return len(self._given)

    def answer(self, person: str, held: str) -> tuple[int, dict[str, Any]]:
        """Status and JSON for one phone. `person`: its number of this sitting, which the room has checked.

        One person gets one code; the same question once more gets the same answer, even when no more are given: answers get lost.
        """
        if not HELD.fullmatch(held):
            return 400, {"why": "not-a-hash"}
        if not self.open and person not in self._asked:
            return 409, {"why": "not-open"}
        if self._asked.setdefault(person, held) != held:
            return 409, {"why": "one-each"}
        self._given.add(held)
        return 200, self._signed(held) | {"key": self.signer.id}
