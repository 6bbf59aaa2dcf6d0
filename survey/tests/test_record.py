"""What a record looks like from outside, and what is accepted when it is opened."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.bindings._rust import openssl as rust_openssl
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from signpost_survey import keys, record
from signpost_survey.form import DONT_KNOW, SKIPPED, SLOTS, parse_form, slots
from signpost_survey.record import Answers, Opener, RecordError, seal

from tests import forms

EXAMPLES = Path(__file__).parents[2] / "docs" / "formats" / "examples"
FORM = forms.a_form({"K1": forms.SINGLE, "K4": forms.ORDER, "K3": forms.MULTIPLE, "K5": forms.MATCH}, group=forms.GROUP)
GOOD = bytes([1, 3, 2, 1, 0, 1, 0, 1, 0, 2])


def opened(sealed: bytes, form=FORM) -> Answers:
    return Opener(form, forms.PRIVATE).open(sealed)


def reason(sealed: bytes, form=FORM) -> str:
    with pytest.raises(RecordError) as caught:
        opened(sealed, form)
    return caught.value.reason


def answered(after: bytes, before: bytes = GOOD, group: int = 0, stratum: int = SKIPPED) -> bytes:
    return seal(FORM, Answers(group, stratum, before, after), forms.PUBLIC)


def test_rfc_9180_vector():
    """RFC 9180, appendix A.2.1.1, sequence number 0: this suite, base mode."""
    private = X25519PrivateKey.from_private_bytes(
        bytes.fromhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")
    )
    sealed = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"
    sealed += "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"

    plain = rust_openssl.hpke._decrypt_with_aad(
        record.SUITE, bytes.fromhex(sealed), private, b"Ode on a Grecian Urn", b"Count-0"
    )

    assert plain == b"Beauty is truth, truth beauty"


@pytest.mark.parametrize("document", [forms.example(), forms.example_single()], ids=["pair", "single"])
def test_one_size(document):
    """Every record of every form has the same size."""
    form = parse_form(json.dumps(document).encode())
    before, after = (bytes([SKIPPED]) * len(slots(form, phase)) for phase in ("before", "after"))

    assert len(seal(form, Answers(SKIPPED, SKIPPED, before, after), forms.PUBLIC)) == record.SEALED == 768


def test_examples_open():
    """The records printed in the documents open to the answers printed beside them."""
    vectors = json.loads((EXAMPLES / "record.json").read_text())
    private = X25519PrivateKey.from_private_bytes(bytes.fromhex(vectors["private"]))
    by_id = {
        form.id: form
        for form in (parse_form((EXAMPLES / f"{name}.json").read_bytes()) for name in ("form", "form-single"))
    }

    for one in vectors["records"]:
        answers = Opener(by_id[one["form"]], private).open(keys.decode(one["sealed"]))
        assert [answers.group, answers.stratum] == [one["group"], one["stratum"]]
        assert [list(answers.before), list(answers.after)] == [one["before"], one["after"]]


def test_damage_and_foreign_records_are_unreadable():
    """One changed bit, random bytes, another form, another key: nothing opens."""
    sealed = answered(GOOD)
    other = forms.a_form({"K1": forms.SINGLE})
    of_other = seal(other, Answers(SKIPPED, SKIPPED, b"\1", b"\1"), forms.PUBLIC)
    to_other = seal(FORM, Answers(0, SKIPPED, GOOD, GOOD), X25519PrivateKey.generate().public_key())

    assert reason(sealed[:500] + bytes([sealed[500] ^ 1]) + sealed[501:]) == "unreadable"
    assert reason(bytes(768)) == "unreadable"
    assert reason(of_other) == "unreadable"
    assert reason(to_other) == "unreadable"


def test_a_before_part_keeps_its_name():
    """A device's before part wrapped again, with other after-answers, is known again by its name."""
    sealed = [wrapped(GOOD) for _ in range(2)]
    again = wrapped_again(sealed[0], bytes([0]) + GOOD[1:])
    opener = Opener(FORM, forms.PRIVATE)
    names = [opener.open_named(one)[1] for one in (*sealed, again)]

    assert names[0] == names[2] != names[1]
    assert opener.open(again).after[0] == 0


def wrapped(answers: bytes) -> bytes:
    return seal(FORM, Answers(0, SKIPPED, answers, answers), forms.PUBLIC)


def wrapped_again(sealed: bytes, after: bytes) -> bytes:
    return forms.wrapped_again(FORM, sealed, after)


def test_padding_must_be_zero():
    """Nothing can be smuggled behind the slots."""
    assert reason(answered(GOOD + b"\1")) == "malformed"


@pytest.mark.parametrize(
    "after",
    [
        bytes([3]) + GOOD[1:],  # no such option
        bytes([1, 3, 3, 1, 0]) + GOOD[5:],  # an item twice
        bytes([1, 254, 254, 254, 254]) + GOOD[5:],  # don't know where it is not offered
        bytes([1, 255, 2, 1, 0]) + GOOD[5:],  # an order half skipped
        GOOD[:5] + bytes([1, 255, 1]) + GOOD[8:],  # options half skipped
        GOOD[:5] + bytes([2, 0, 1]) + GOOD[8:],  # ticked twice
        GOOD[:8] + bytes([254, 1]),  # don't know of half a question
    ],
)
def test_undescribed_answers_are_dropped(after):
    """What no page could have sent is no answer."""
    assert reason(answered(after)) == "undescribed"


def test_groups_and_strata_must_exist():
    """A form without strata knows none."""
    assert reason(answered(GOOD, group=3)) == "undescribed"
    assert reason(answered(GOOD, stratum=0)) == "undescribed"


def test_matching_may_be_half_done():
    """A term left open is skipped alone."""
    assert opened(answered(GOOD[:8] + bytes([SKIPPED, 1]))).after[8:] == bytes([SKIPPED, 1])
    assert opened(answered(GOOD[:8] + bytes([DONT_KNOW] * 2))).after[8:] == bytes([DONT_KNOW] * 2)


@given(st.binary(min_size=SLOTS, max_size=SLOTS))
def test_any_slots(after):
    """Whatever is inside, it is dropped for a reason or comes out unchanged."""
    try:
        found = opened(answered(after))
    except RecordError as error:
        assert error.reason in record.REASONS
    else:
        assert found.after == after[: len(GOOD)]
