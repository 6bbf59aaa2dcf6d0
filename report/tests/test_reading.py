"""A release is read only if it obeys the schema and the pinned key stands behind it."""

import base64
import json
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from signpost_report.reading import Name, ReleaseError, Where, followers, read_release

from tests import releases

FORMATS = Path(__file__).parents[2] / "docs/formats"


@cache
def data() -> bytes:
    return releases.release(releases.people(1))


def test_a_release():
    """People exact, every table with its variance."""
    results = read_release(data(), releases.pinned())
    name = Name("right", "K00", None, "both")

    assert results.blocks[Where("all", 0)].people == sum(releases.SIZES)
    assert [block.people for block in results.of("group").values()] == [*releases.SIZES[:4], releases.SIZES[4]]
    assert results.tables[name, Where("group", 2)].variance == 9
    assert results.tables[name, Where("all", 0)].values == ((1, 1), (1, 0), (0, 1), (0, 0))


def test_the_schema_is_the_documented_one():
    """The copy in this distribution, and the example beside it."""
    copy = (Path(__file__).parents[1] / "signpost_report/release.schema.json").read_bytes()
    example = (FORMATS / "examples/release.json").read_bytes()

    assert copy == (FORMATS / "release.schema.json").read_bytes()
    assert read_release(example, json.loads(example)["signature"]["key"]).terms == ("2026-autumn",)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda made: made["counts"][3].__setitem__(8, 0), "changed after it was signed"),
        (lambda made: made["people"][0].__setitem__(4, 5), "changed after it was signed"),
        (lambda made: made.pop("noise"), "not a release"),
        (lambda made: made.__setitem__("format", "signpost-release-1"), "release of the format signpost-release-1"),
        (lambda made: made["signature"].__setitem__("value", "AAAA"), "changed after it was signed"),
        (lambda made: made["counts"][0].__setitem__(8, None), "not a release"),
    ],
)
def test_what_is_refused(change, fault):
    made = json.loads(data())
    change(made)
    with pytest.raises(ReleaseError, match=fault):
        read_release(json.dumps(made).encode(), releases.pinned())


def test_another_key():
    """Signed rightly, by somebody whom the course does not name; and no JSON at all."""
    with pytest.raises(ReleaseError, match="nor one that follows it"):
        read_release(data(), "A" * 43)
    with pytest.raises(ReleaseError, match="not a release"):
        read_release(b"\xff{", releases.pinned())


def test_keys_that_follow():
    """A chain of each key's word for the next; no other order, no other signer."""
    private = [Ed25519PrivateKey.generate() for _ in range(3)]
    public = [_text(one.public_key().public_bytes_raw()) for one in private]

    def word(by: int, key: int, signer: int) -> dict[str, str]:
        message = b"signpost survey: the next signing key is " + public[key].encode()
        return {"by": public[by], "key": public[key], "value": _text(private[signer].sign(message))}

    assert followers(public[0], [word(0, 1, 0), word(1, 2, 1)]) == set(public)
    assert followers(public[0], [word(0, 1, 2), word(1, 2, 1)]) == {public[0]}
    assert followers(public[1], [word(0, 1, 0), word(1, 2, 1)]) == {public[1], public[2]}


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def test_other_bytes_of_the_same_numbers_are_refused():
    """White space, a key given twice, spare bits of base64: another program could read something else than was signed."""
    document = data()
    spare = json.loads(document)["signature"]["value"].encode()
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = spare[:-1] + letters[letters.index(spare[-1:]) ^ 1 :][:1]
    twice = document.replace(b'"counts":', b'"counts":[],"counts":', 1)
    for changed in (
        document + b" ",
        document[:-1],
        twice,
        document.replace(spare, other),
        json.dumps(json.loads(document)).encode(),
    ):
        with pytest.raises(ReleaseError, match="changed after it was signed"):
            read_release(changed, releases.pinned())
