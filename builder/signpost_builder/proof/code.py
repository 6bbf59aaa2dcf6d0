"""The words of a code: what they are, what of them is signed. The player and register.html write and read the same (tests/vectors/proof.json)."""

import hashlib
import re
import unicodedata

from signpost_builder.values import frozen

HEAD = "SIGNPOST-PROOF 1"
LINES = (
    "course",
    "version",
    "date",
    "number",
    "name",
    "key",
    "signature",
)  # in this order; the last three may be missing
MOST_NAME = 80
HIDDEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}  # a name that looks like another's, or turns its line around
SHAPES = {
    "course": r"[a-z0-9][a-z0-9-]{0,63}",
    "version": r"\d{1,4}\.\d{1,4}\.\d{1,4}",
    "date": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    "number": r"[A-Za-z0-9_-]{21}[AQgw]",  # 16 bytes, and bits over that are nothing
    "name": rf"\S(?:.{{0,{MOST_NAME - 2}}}\S)?",
    "key": r"[0-9a-f]{16}",
    "signature": r"[A-Za-z0-9_-]{85}[AQgw]",
}


class ProofError(ValueError):
    """Why a text is no code."""


@frozen(kw_only=True)
class Proof:
    """`number`: 16 bytes of chance, base64url. `name`: as typed, or empty. `key`, `signature`: empty where nothing was signed."""

    course: str
    version: str
    date: str
    number: str
    name: str = ""
    key: str = ""
    signature: str = ""

    @property
    def text(self) -> str:
        """What the code says, line for line."""
        said = [(name, getattr(self, name)) for name in LINES]
        return "\n".join([HEAD, *(f"{name}: {value}" for name, value in said if value)]) + "\n"

    @property
    def signed(self) -> bytes:
        """What a signature is about."""
        return signed_bytes(self.course, self.version, self.date, holder(self.number, self.name))


def holder(number: str, name: str) -> str:
    """SHA-256 of number and name: whoever signs this learns neither."""
    return hashlib.sha256(f"{number}\n{name}".encode()).hexdigest()


def signed_bytes(course: str, version: str, date: str, held: str) -> bytes:
    return f"signpost proof 1\n{course}\n{version}\n{date}\n{held}\n".encode()


def typed_name(typed: str) -> str:
    """A name as it stands in a code: one line, single spaces, composed letters, nothing that cannot be seen."""
    seen = "".join(" " if unicodedata.category(one)[0] in "CZ" else one for one in unicodedata.normalize("NFC", typed))
    return " ".join(seen.split())[:MOST_NAME].strip()


def parse_proof(text: str) -> Proof:
    """Raises ProofError. Ends of lines, blanks around them and how letters are composed are forgiven, as pasting changes them."""
    lines = [line.strip() for line in unicodedata.normalize("NFC", text).strip().splitlines()]
    if not lines or lines[0] != HEAD:
        raise ProofError("it does not begin as a code does")
    said = dict(line.partition(": ")[::2] for line in lines[1:])
    order = [name for name in LINES if name in said]
    if list(said) != order or len(said) != len(lines) - 1:
        raise ProofError("its lines are not those of a code")
    if missing := [name for name in LINES[:4] if name not in said]:
        raise ProofError(f"it says no {missing[0]}")
    if wrong := [name for name, value in said.items() if not re.fullmatch(SHAPES[name], value)]:
        raise ProofError(f"its {wrong[0]} is none")
    if HIDDEN & {unicodedata.category(one) for one in said.get("name", "")} or "  " in said.get("name", ""):
        raise ProofError("its name has what nobody sees")
    if ("key" in said) != ("signature" in said):
        raise ProofError("it is signed by half")
    return Proof(**said)
