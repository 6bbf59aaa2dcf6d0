"""The sealed record: 768 bytes that only the holder of the private key can read.

HPKE (RFC 9180) base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305; `docs/formats/sealed-record.md`.
"""

import hashlib
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, assert_never

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from signpost_survey.form import (
    DONT_KNOW,
    SKIPPED,
    SLOTS,
    Form,
    Match,
    Multiple,
    Number,
    Order,
    Phase,
    Question,
    Scale,
    Single,
    TrueFalse,
    slots,
)

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
OVERHEAD = 48  # encapsulated key and authentication tag
HEADER = 4
PART = HEADER + SLOTS
SEALED_PART = PART + OVERHEAD
PLAIN = HEADER + SEALED_PART + SLOTS
SEALED = PLAIN + OVERHEAD  # 768
TEXT = SEALED // 3 * 4  # 1024 characters of base64url

NAME = 16  # bytes of a part's digest, by which the ledger knows it again
VERSION = 1
BEFORE, PAIR, SINGLE = 1, 2, 3
REASONS = ("unreadable", "malformed", "undescribed", "replayed")


@dataclass(frozen=True, slots=True)
class Answers:
    """What one record says. `before` is empty for a single form."""

    group: int
    stratum: int
    before: bytes
    after: bytes


class RecordError(ValueError):
    """A record to be dropped; `reason` is one of REASONS. `name`: of the part before, where that could be opened."""

    def __init__(
        self, reason: Literal["unreadable", "malformed", "undescribed", "replayed"], name: bytes = b""
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.name = name


def info(form_id: str, part: Literal["", " before"] = "") -> bytes:
    """HPKE's `info`: a record of one form, and a part of one, can never pass for another."""
    return f"signpost survey v1 {form_id}{part}".encode()


def digest(sealed: bytes) -> bytes:
    """The name of a record in the store."""
    return hashlib.sha256(sealed).digest()


def seal(form: Form, answers: Answers, public: X25519PublicKey) -> bytes:
    """What a page sends, made in Python (simulations, tests, paper entry)."""
    if form.kind == "single":
        head = bytes((VERSION, SINGLE, answers.group, answers.stratum))
        plain = head + answers.after
    else:
        part = bytes((VERSION, BEFORE, answers.group, answers.stratum)) + answers.before
        sealed_part = SUITE.encrypt(part.ljust(PART, b"\0"), public, info(form.id, " before"))
        plain = bytes((VERSION, PAIR, SKIPPED, SKIPPED)) + sealed_part + answers.after
    return SUITE.encrypt(plain.ljust(PLAIN, b"\0"), public, info(form.id))


class Opener:
    """Opens the records of one form and accepts only what the form describes.

    Several keys: a course built before a change of keys may be in use for a while.
    """

    def __init__(self, form: Form, *private: X25519PrivateKey) -> None:
        self._private = private
        self._kind = SINGLE if form.kind == "single" else PAIR
        self._info, self._info_before = info(form.id), info(form.id, " before")
        self._groups = {SKIPPED, *range(len(form.group.values) if form.group else 0)}
        self._strata = {SKIPPED, *range(len(form.stratum.options) if form.stratum else 0)}
        self._before = _Checker(form, "before")
        self._after = _Checker(form, "after")

    def open(self, sealed: bytes) -> Answers:
        """The answers alone."""
        return self.open_named(sealed)[0]

    def open_named(self, sealed: bytes) -> tuple[Answers, bytes]:
        """The answers and the name of the part that they were given in; whoever holds a device can wrap it again.

        Raises RecordError, which says what kind of wrong and never what was in it."""
        plain = self._decrypt(sealed, self._info, PLAIN)
        version, kind, group, stratum = plain[:HEADER]
        if version != VERSION or kind != self._kind:
            raise RecordError("malformed")
        if kind == SINGLE:
            before, rest, sealed_part = b"", plain[HEADER:], sealed
        else:
            if (group, stratum) != (SKIPPED, SKIPPED):
                raise RecordError("malformed")
            sealed_part = plain[HEADER : HEADER + SEALED_PART]
            part = self._decrypt(sealed_part, self._info_before, PART)
            version, kind, group, stratum = part[:HEADER]
            if version != VERSION or kind != BEFORE:
                raise RecordError("malformed", digest(sealed_part)[:NAME])
            before, rest = part[HEADER:], plain[HEADER + SEALED_PART :]
        name = digest(sealed_part)[:NAME]
        try:
            answers = Answers(group, stratum, before and self._before.take(before), self._after.take(rest))
        except RecordError as error:
            raise RecordError(error.reason, name) from None
        if group not in self._groups or stratum not in self._strata:
            raise RecordError("undescribed", name)
        return answers, name

    def _decrypt(self, sealed: bytes, label: bytes, size: int) -> bytes:
        for private in self._private:
            try:
                plain = SUITE.decrypt(sealed, private, label)
            except (InvalidTag, ValueError):
                continue
            if len(plain) != size:
                raise RecordError("malformed")
            return plain
        raise RecordError("unreadable")


class _Checker:
    """Takes the slots of one phase out of a padded part."""

    def __init__(self, form: Form, phase: Phase) -> None:
        described = slots(form, phase)
        self._count = len(described)
        self._allowed = [frozenset(slot.codes) for slot in described]
        self._together: list[tuple[slice, Question]] = []
        start = 0
        for id, group in groupby(described, key=lambda slot: slot.question):
            end = start + len(tuple(group))
            if end > start + 1:
                self._together.append((slice(start, end), form.questions[id]))
            start = end

    def take(self, padded: bytes) -> bytes:
        values = padded[: self._count]
        if any(padded[self._count :]):
            raise RecordError("malformed")
        if not all(value in allowed for value, allowed in zip(values, self._allowed, strict=True)):
            raise RecordError("undescribed")
        for where, question in self._together:
            if not _agree(values[where], question):
                raise RecordError("undescribed")
        return values


def _agree(values: bytes, question: Question) -> bool:
    """Don't know is said of the whole question; so is skipping, except in matching; an order is a permutation."""
    different = set(values)
    if len(different) == 1 and values[0] >= DONT_KNOW:
        return True
    if DONT_KNOW in different:
        return False
    match question:
        case Match():
            return True
        case Order():
            return SKIPPED not in different and len(different) == len(values)
        case Single() | Multiple() | TrueFalse() | Scale() | Number():
            return SKIPPED not in different
        case _:
            assert_never(question)
