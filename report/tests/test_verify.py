"""What the checking page says of true, forged, altered, swapped, truncated and wrongly chained files; its numbers against Python's."""

import hashlib
import json
import random
from dataclasses import asdict
from functools import cache

import pytest
from signpost_report.aligning import aligned, read_file
from signpost_report.building import files_of
from signpost_report.evidence import evidence
from signpost_report.reading import ReleaseError, verified
from signpost_survey.ledger import words

from tests import releases, studies
from tests.verifying import ROOT, chain, changed, file, judged, judged_each, run, state

EXAMPLE = (ROOT / "docs/formats/examples/release.json").read_bytes()
EXAMPLE_KEY = json.loads(EXAMPLE)["signature"]["key"]
QUESTION = json.loads(EXAMPLE)["questions"][0][0]


@cache
def report(*data: bytes, key: str | None = None) -> dict[str, bytes]:
    return files_of([read_file(f"{number}.json", one, key) for number, one in enumerate(data)])


def page(*data: bytes) -> bytes:
    return report(*data)["report.html"]


# ------------------------------------------------------------------ numbers


STUDIES = {
    "example": lambda: [EXAMPLE],
    "small": lambda: [studies.release(people=120, seed=2)],
    "detailed": lambda: [studies.release(people=1_100, seed=3)],
    "much noise": lambda: [studies.release(people=400, seed=4, noise=4)],
    "terms": lambda: [studies.release(people=people, term=term, seed=seed) for people, term, seed in ((300, "2026-autumn", 5), (180, "2027-spring", 6), (400, "2027-summer", 7))],
    "audiences": lambda: [studies.release(people=400, seed=8), studies.release(people=700, seed=9, audience="caregiver", wording=" At home")],
    "regions, asked once": lambda: [studies.release(people=1_200, term=f"2027-w{wave}", seed=wave, audience="caregiver", kind="single", regions=True, open_=True) for wave in (1, 2)],
    "sixteen statements": lambda: [releases.release(releases.people(1), seed=1)],
}  # fmt: skip


@pytest.mark.parametrize("name", STUDIES)
def test_every_number_is_python_s(name):
    """Of all kinds, in all blocks: also those that the report does not print."""
    data = STUDIES[name]()
    found = evidence(aligned([read_file(str(number), one, None) for number, one in enumerate(data)]), ())
    numbers = [asdict(one) for one in found.numbers.values()]
    (made,) = run({"releases": [one.decode() for one in data], "numbers": numbers})

    assert len(made) == len(numbers) > 100
    far = [
        (number["id"], number[name], one[name])
        for number, one in zip(numbers, made, strict=True)
        for name in ("value", "low", "high", "people")
        if abs(number[name] - one[name]) > 1e-9
    ]
    assert far == []
    assert [number["id"] for number, one in zip(numbers, made, strict=True) if one["small"]] == []


@pytest.mark.parametrize(
    "name",
    [
        "example",
        "audiences",
        *(pytest.param(name, marks=pytest.mark.slow) for name in ("terms", "regions, asked once")),
    ],
)
def test_a_true_report_holds(name):
    """Page, numbers and releases: nothing is wrong, and every marked number is looked at."""
    data = STUDIES[name]()
    found = judged(*((f"release-{n}.json", one) for n, one in enumerate(data)), ("report.html", page(*data)))

    assert {
        check["title"]: check
        for check in found["checks"]
        if check["state"] == "fails" and check["title"] != "The chain of releases"
    } == {}
    assert state(found, "report.html: its numbers") == state(found, "report.html: what its page shows") == "holds"


# ------------------------------------------------------------------ attacks


def test_everything_holds_with_the_key():
    """The sentence that a journalist reads first."""
    found = judged(("release.json", EXAMPLE), ("report.html", page(EXAMPLE)), key=EXAMPLE_KEY)

    assert found["verdict"] == "holds"
    assert (
        found["headline"]
        == "Everything that can be checked holds. Its answers are invented (SIMULATED), and it says so."
    )


CHANGES = (
    (("counts", 0, 8), 999), (("people", 0, 4), 5), (("noise", "factor"), 2), (("title",), "Other"), (("simulated",), False),
    (("form", "questions", QUESTION, "stem"), "Other?"), (("ledger", "sequence"), 2), (("noise", "person", "delta"), 2e-06),
    (("signature", "value"), "A" * 86), (("signature", "key"), "A" * 43), (("sums", 0, 5), 10**6),
)  # fmt: skip


def test_one_change_is_told():
    """As Python refuses it, so does the page, and the report is not checked against it."""
    made = [changed(EXAMPLE, one) for one in CHANGES]
    report_of_it = ("report.html", page(EXAMPLE))
    assert state(judged(("release.json", made[0]), report_of_it), "report.html: its numbers") == "unknown"
    for altered, found in zip(made, judged_each([[("release.json", one)] for one in made], EXAMPLE_KEY), strict=True):
        with pytest.raises(ReleaseError):
            verified(altered, EXAMPLE_KEY)
        assert (found["verdict"], state(found, "release.json")) == ("fails", "fails")


def test_the_same_content_in_other_white_space_is_the_same():
    """A release that went through an editor or a chat still holds: its content is what was signed, and the page reads it itself.
    `signpost-report` is stricter: it wants the very bytes."""
    pretty = json.dumps(json.loads(EXAMPLE), indent=2, ensure_ascii=True).encode()
    found = judged(("release.json", pretty), ("report.html", page(EXAMPLE)), key=EXAMPLE_KEY)

    assert found["verdict"] == "holds"
    with pytest.raises(ReleaseError):
        verified(pretty, EXAMPLE_KEY)


def test_a_file_cut_off_is_told():
    """Anywhere."""
    for found in judged_each([[("release.json", EXAMPLE[:cut])] for cut in (0, 1, 100, 60_000, -2, -1_000)]):
        assert (found["verdict"], state(found, "release.json")) == ("fails", "fails")
        assert "cut off" in found["checks"][0]["words"]


NO_RELEASES = (
    "[]",
    "{}",
    "5",
    "null",
    "nonsense}",
    '{"format": "signpost-release-1"}',
    "[" * 100_000 + "}",
    '{"a": 1e999}',
    '{"a":1,"a":2}',
)


def test_what_is_no_release_is_told():
    """In one sentence, never a stack trace."""
    for found in judged_each([[("x.json", text.encode())] for text in NO_RELEASES]):
        assert state(found, "x.json") == "fails" and found["checks"][0]["words"].startswith(
            "This file cannot be used: "
        )


def test_a_name_that_stands_twice():
    """Two readers of such a file could see two numbers: refused, though the last one is signed."""
    twice = EXAMPLE.replace(b'{"access":', b'{"title":"Another","access":', 1)
    found = judged(("release.json", twice), key=EXAMPLE_KEY)

    assert state(found, "release.json") == "fails" and "twice" in found["checks"][0]["words"]


def test_a_stranger_s_release_is_told():
    """Well made and well signed, by somebody else: only the key tells."""
    stranger = releases.release(releases.people(1))
    assert state(judged(("r.json", stranger), key=EXAMPLE_KEY), "Who signed") == "fails"
    assert state(judged(("r.json", stranger)), "Who signed") == "unknown"
    assert state(judged(("r.json", stranger), ("e.json", EXAMPLE)), "Who signed") == "fails"


def test_a_chain_holds_over_two_new_keys():
    """The oldest key is enough; any order of files; the words are those on paper."""
    data, (first, _, third) = chain()
    files = [(f"{number}.json", one) for number, one in enumerate(data)]
    found = judged(*reversed(files), key=first)

    assert found["verdict"] == "unknown" and state(found, "The report") == "unknown"
    assert state(found, "Who signed") == state(found, "The chain of releases") == "holds"
    head = next(check for check in found["checks"] if check["title"] == "The chain of releases")["more"][0]
    assert words(hashlib.sha256(data[3]).hexdigest()) in head
    assert state(judged(files[3], key=first), "Who signed") == "holds"
    assert state(judged(files[0], key=third), "Who signed") == "fails", "an old key does not follow a new one"


@pytest.mark.parametrize(
    ("given", "expected", "said"),
    [
        ((0, 1, 2, 3), "holds", "none is missing"),
        ((0,), "holds", "the first that there is"),
        ((1, 2), "unknown", "numbers 1 to 1"),
        ((0, 2), "unknown", "number 2"),
    ],
)
def test_what_is_missing_in_the_chain(given, expected, said):
    data, (first, *_) = chain()
    found = judged(*((f"{number}.json", data[number]) for number in given), key=first)
    check = next(check for check in found["checks"] if check["title"] == "The chain of releases")

    assert check["state"] == expected and said in check["words"]


def test_a_second_ledger_and_an_exchanged_release():
    """Number 1 twice; and a number 2 that follows another number 1."""
    data, _ = chain()
    other = studies.release()
    twice = judged(("1.json", data[0]), ("other.json", other))
    wrong = judged(("other.json", other), ("2.json", data[1]))

    for found, said in ((twice, "Two different releases"), (wrong, "One of the two was exchanged")):
        check = next(check for check in found["checks"] if check["title"] == "The chain of releases")
        assert check["state"] == "fails" and said in check["words"]


def test_an_endorsement_that_nobody_made():
    """A stranger who writes that the old key vouches for his is not believed."""
    data, (first, _, _) = chain()
    stranger = json.loads(studies.release())
    stranger["signature"]["endorsements"] = [
        {
            "by": first,
            "key": stranger["signature"]["key"],
            "value": json.loads(data[2])["signature"]["endorsements"][0]["value"],
        }
    ]
    found = judged(("r.json", json.dumps(stranger).encode()), key=first)

    assert state(found, "r.json") == "holds", "endorsements are not part of what is signed"
    assert state(found, "Who signed") == "fails"


# ------------------------------------------------------------------- reports


def altered(data: bytes, change) -> bytes:
    """The page with its carried numbers changed."""
    carried = file("", data)["numbers"]
    numbers = json.loads(carried)
    change(numbers)
    return data.decode().replace(carried, json.dumps(numbers)).encode()


def test_every_altered_number_is_named():
    """Whichever of the report's numbers it is, and none besides it."""
    chance = random.Random(5)
    carried = json.loads(file("", page(EXAMPLE))["numbers"])["numbers"]
    wanted = [
        (name, by, chance.choice(carried)["id"])
        for name, by in (("value", 0.001), ("low", -0.001), ("high", 1e-5), ("people", 1))
        for _ in range(4)
    ]

    def change(name, by, id):
        def of(numbers):
            (row,) = [row for row in numbers["numbers"] if row["id"] == id]
            row[name] += by

        return of

    cases = [(("release.json", EXAMPLE), ("report.html", altered(page(EXAMPLE), change(*one)))) for one in wanted]
    for (_, _, id), found in zip(wanted, judged_each(cases), strict=True):
        assert [row["number"]["id"] for row in found["wrong"]] == [id]
        assert state(found, "report.html: its numbers") == "fails"


FORGED = (
    (lambda made: made.__setitem__("simulated", False), "report.html: what it was made from"),
    (lambda made: made["releases"].clear(), "report.html: what it was made from"),
    (lambda made: made["releases"][0].__setitem__("sha256", "0" * 64), "report.html: what it was made from"),
    (lambda made: made["releases"][0].__setitem__("term", "2027-spring"), "report.html: what it was made from"),
    (lambda made: made["numbers"][0].__setitem__("kind", "guess"), "report.html: its numbers"),
    (lambda made: made["numbers"][0].__setitem__("questions", ["K99"]), "report.html: its numbers"),
    (lambda made: made["numbers"][0].__setitem__("releases", ["x"]), "report.html: its numbers"),
    (lambda made: made["numbers"].append(made["numbers"][0]), "report.html: its numbers"),
    (lambda made: made["numbers"].__setitem__(0, 5), "report.html: its numbers"),
    (lambda made: made.__setitem__("numbers", made["numbers"][:-300]), "report.html: what its page shows"),
    (lambda made: made.__setitem__("format", "signpost-report-2"), "report.html"),
    (lambda made: made.__setitem__("numbers", None), "report.html"),
)


def test_a_forged_report_is_told():
    """Each in its own check."""
    cases = [(("release.json", EXAMPLE), ("report.html", altered(page(EXAMPLE), change))) for change, _ in FORGED]
    for (_, title), found in zip(FORGED, judged_each(cases), strict=True):
        assert (found["verdict"], state(found, title)) == ("fails", "fails"), title


def test_a_swapped_release_is_told():
    """The report of one term beside the release of another; and the same form and term with other content."""
    other = releases.release(releases.people(2), seed=2)
    found = judged(("other.json", other), ("report.html", page(EXAMPLE)))
    assert state(found, "report.html: what it was made from") == "unknown"
    assert state(found, "report.html: its numbers") == "unknown"

    same = studies.release(people=400, seed=11)
    found = judged(("other.json", studies.release(people=400, seed=12)), ("report.html", page(same)))
    assert state(found, "report.html: what it was made from") == "fails"


def test_a_printed_number_that_was_changed_is_told():
    """In what is read, and in what a program reads."""
    data = page(EXAMPLE).decode()
    one = next(one for one in file("", data.encode())["printed"] if one["text"] in ("64%", "67%", "80%", "84%"))
    tag = '<data value="{value}" data-number="{id}">{text}</data>'
    forged = [
        one | {"text": "90%"},
        one | {"text": "a good share"},
        one | {"value": "0.9"},
        one | {"id": "s0:share:K99:after:all0"},
    ]
    assert tag.format_map(one) in data

    for other in forged:
        changed_page = data.replace(tag.format_map(one), tag.format_map(other), 1).encode()
        found = judged(("release.json", EXAMPLE), ("report.html", changed_page))
        assert state(found, "report.html: what its page shows") == "fails", other


def test_the_list_of_numbers_alone():
    """numbers.json of the annex: computed again; what a page shows is not known."""
    numbers = next(body for name, body in report(EXAMPLE).items() if name.endswith("numbers.json"))
    found = judged(("release.json", EXAMPLE), ("numbers.json", numbers), key=EXAMPLE_KEY)

    assert state(found, "numbers.json: its numbers") == "holds"
    assert (found["verdict"], state(found, "numbers.json: what its page shows")) == ("unknown", "unknown")


def test_nothing_given():
    assert judged()["verdict"] == "unknown"
