"""Codes of training: their words, their signatures, the laptop's key, and who gets one in a room."""

import base64
import hashlib
import json
import stat
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from signpost_builder.cli import main
from signpost_builder.proof.attendance import Attendance
from signpost_builder.proof.code import LINES, Proof, ProofError, holder, parse_proof, typed_name
from signpost_builder.proof.signing import KeyFault, Signer, keygen, read_key

VECTORS = Path(__file__).parent / "vectors/proof.json"
CODE = Proof(course="spot-the-signs", version="1.0.0", date="2026-11-29", number="AAECAwQFBgcICQoLDA0ODw")


def signer() -> Signer:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


def signed(code: Proof, by: Signer) -> Proof:
    """As a phone puts it together."""
    signature = by.sign(code.course, code.version, code.date, holder(code.number, code.name))
    return Proof(**{name: getattr(code, name) for name in LINES[:5]}, key=by.id, signature=signature)


def test_vectors():
    """What tests/js/register.test.js reads, too: the same words, the same hash, the same signature."""
    vectors = json.loads(VECTORS.read_text("utf-8"))
    by = signer()

    assert vectors["public"] == by.public
    for one in vectors["codes"]:
        code = parse_proof(one["text"])
        assert code.text == one["text"] and holder(code.number, code.name) == one["holder"]
        if code.signature:
            assert signed(code, by) == code


@given(st.text(max_size=200))
def test_any_name_survives(typed):
    """Whatever is typed becomes one line that is read back."""
    code = Proof(course="c", version="1.0.0", date="2026-11-29", number=CODE.number, name=typed_name(typed))

    assert parse_proof(code.text) == code and typed_name(code.name) == code.name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.org",
        CODE.text.replace("1\n", "2\n", 1),
        CODE.text.replace("2026-11-29", "2026-13-29"),
        CODE.text.replace("course: spot-the-signs", "course: ../../x"),
        CODE.text.replace("version: 1.0.0\n", ""),
        CODE.text + "name: x\nname: y\n",
        CODE.text + "extra: 1\n",
        CODE.text + "key: 0123456789abcdef\n",
        "\n".join(reversed(CODE.text.splitlines())),
    ],
)
def test_what_is_no_code(text):
    """Other codes, half ones, lines twice, in another order, unknown."""
    with pytest.raises(ProofError):
        parse_proof(text)


def test_pasting_changes_ends_of_lines():
    """Windows' ends of lines and blanks around them are forgiven."""
    assert parse_proof("  " + CODE.text.replace("\n", " \r\n")) == CODE


def test_keygen(tmp_path):
    """A file for this user alone, never replaced; what is printed is what the register takes."""
    path = tmp_path / "room.key"
    done = CliRunner().invoke(main, ["room", "keygen", str(path)])

    assert done.exit_code == 0 and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert done.stdout.strip() == read_key(path).public and done.stdout.startswith("signpost-key:")
    again = CliRunner().invoke(main, ["room", "keygen", str(path)])
    assert again.exit_code == 2 and "never replaced" in again.output
    nowhere = CliRunner().invoke(main, ["room", "keygen", str(tmp_path / "no/room.key")])
    assert nowhere.exit_code == 1 and "No such file" in nowhere.output


def test_files_that_are_no_key(tmp_path):
    """One sentence each."""
    (tmp_path / "text").write_text("hello")
    for name, why in (("text", "is no key that"), ("missing", "No such file")):
        with pytest.raises(KeyFault, match=why):
            read_key(tmp_path / name)
    keygen(tmp_path / "real")
    assert read_key(tmp_path / "real").id


def test_attendance():
    """One person, one code; the same question again gets the same answer; nothing before the trainer says so."""
    room = Attendance(signer(), "spot-the-signs", "1.0.0", lambda: date(2026, 11, 29))
    held = holder(CODE.number, "Ada")
    assert room.answer("phone-1", held)[0] == 409 and room.given == 0
    room.open = True
    status, said = room.answer("phone-1", held)

    assert status == 200 and room.answer("phone-1", held) == (200, said)
    assert room.answer("phone-1", holder(CODE.number, "Eve")) == (409, {"why": "one-each"})
    assert room.answer("phone-2", "not a hash")[0] == 400 and room.answer("phone-2", "A" * 64)[0] == 400
    assert room.given == 1
    code = Proof(number=CODE.number, name="Ada", **said)
    assert signed(code, signer()) == code == parse_proof(code.text)


def test_the_day_is_that_of_the_code():
    """A program that runs past midnight signs the new day, for slips as for phones."""
    days = iter([date(2026, 11, 29), date(2026, 11, 30), date(2026, 12, 1)])
    room = Attendance(signer(), "spot-the-signs", "1.0.0", lambda: next(days), open=True)
    codes = [Proof(number=CODE.number, **room.answer("phone-1", holder(CODE.number, ""))[1]), *room.slips(2)]

    assert [code.date for code in codes] == ["2026-11-29", "2026-11-30", "2026-12-01"]
    assert all(verifies(code.text) for code in codes)


def verifies(text: str) -> bool:
    """Whether a code is signed by the key of the vectors: OpenSSL's Ed25519 over the bytes that docs/formats/proof.md says."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        said = parse_proof(text)
    except ProofError:
        return False
    public = base64.urlsafe_b64decode(signer().public.removeprefix("signpost-key:") + "=")
    held = hashlib.sha256(f"{said.number}\n{said.name}".encode()).hexdigest()
    signed = f"signpost proof 1\n{said.course}\n{said.version}\n{said.date}\n{held}\n"
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(
            base64.urlsafe_b64decode(said.signature + "=="), signed.encode()
        )
    except InvalidSignature:
        return False
    return said.key == hashlib.sha256(public).hexdigest()[:16]


def test_codes_of_a_room_are_verified_by_another_library():
    """Phones' with and without a name, and slips; with any one character changed, or left out, or signed by another laptop, none is."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    rooms = [
        Attendance(by, "spot-the-signs", "1.0.0", open=True) for by in (signer(), Signer(Ed25519PrivateKey.generate()))
    ]
    ours, others = (
        [
            Proof(number=CODE.number, name=name, **room.answer(name, holder(CODE.number, name))[1])
            for name in ("", "Zoë")
        ]
        + room.slips(2)
        for room in rooms
    )
    assert all(verifies(code.text) for code in ours)
    assert not any(verifies(code.text) for code in others)
    foreign = others[1].text.replace(others[1].key, ours[1].key)  # it says that it is ours
    assert not verifies(foreign)
    text = ours[1].text
    for at in range(len(text) - 1):
        for forged in (
            text[:at] + text[at + 1 :],
            *(text[:at] + other + text[at + 1 :] for other in "Ab0-" if other != text[at]),
        ):
            assert forged.strip() == text.strip() or not verifies(forged), forged


def test_hidden_signs_in_a_name_are_no_code():
    """A name that is turned around, or that looks like another: the player writes none, so somebody forged it."""
    for evil in ("A\u202eda", "A\u200bda", "A\u0007da", "A\ue000da", "A  da", "A\u2028da"):
        with pytest.raises(ProofError):
            parse_proof(f"{CODE.text}name: {evil}\n")
    composed = parse_proof(f"{CODE.text}name: Zo\u00eb\n")
    assert parse_proof(f"{CODE.text}name: Zoe\u0308\n") == composed  # as some phones paste it


def test_a_signature_is_of_one_name_and_number():
    """The laptop learns neither: it signs their hash. Another name, number, day or course is another hash or text."""
    code = signed(CODE, signer())
    for change in (
        {"name": "Eve"},
        {"number": CODE.number[::-1]},
        {"date": "2026-11-30"},
        {"course": "other"},
        {"version": "1.0.1"},
    ):
        other = Proof(**{name: getattr(code, name) for name in LINES} | change)
        assert other.signed != code.signed
