"""Codes of attendance in a room: each person's phone gets one signature, and neither number nor name ever reaches the laptop.

The phone draws a number, joins it with the name that was typed, if any, and sends the hash of both. The laptop signs course,
version, date and that hash. What the phone then shows as a code is checked by register.html.
"""

import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from signpost_builder.proof.code import Proof, holder
from signpost_builder.proof.signing import Signer, encoded

MOST_SLIPS = 40
HELD = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class Attendance:
    """One sitting. `open`: the trainer has said that people may take their codes. Nothing of it is written anywhere."""

    signer: Signer
    course: str
    version: str
    date: str
    open: bool = False
    _given: dict[str, str] = field(default_factory=dict)

    def begin(self) -> None:
        """A new sitting: closed, and nobody has a code."""
        self.open = False
        self._given.clear()

    def slips(self, count: int) -> list[Proof]:
        """Signed codes without a name, each with its own number, for people without a phone: they are printed, and kept nowhere.

        Raises ValueError for a count that no room needs.
        """
        if not 1 <= count <= MOST_SLIPS:
            raise ValueError(f"1 to {MOST_SLIPS} slips at a time")
        return [self._slip(encoded(secrets.token_bytes(16))) for _ in range(count)]

    def _slip(self, number: str) -> Proof:
        signature = self.signer.sign(self.course, self.version, self.date, holder(number, ""))
        said = {"course": self.course, "version": self.version, "date": self.date, "number": number}
        return Proof(**said, key=self.signer.id, signature=signature)

    @property
    def given(self) -> int:
        """How many people have one: the trainer compares it with the heads in the room."""
        return len(self._given)

    def answer(self, person: str, held: str) -> tuple[int, dict[str, Any]]:
        """Status and JSON for one phone. `person`: its number of this sitting, which the room has checked.

        One person gets one code; the same question once more gets the same answer, as answers get lost.
        """
        if not HELD.fullmatch(held):
            return 400, {"why": "not-a-hash"}
        if not self.open:
            return 409, {"why": "not-open"}
        if self._given.setdefault(person, held) != held:
            return 409, {"why": "one-each"}
        signature = self.signer.sign(self.course, self.version, self.date, held)
        return 200, {
            "course": self.course,
            "version": self.version,
            "date": self.date,
            "key": self.signer.id,
            "signature": signature,
        }
