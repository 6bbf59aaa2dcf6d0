"""Once per form and term: opened in memory, counted, noised, frozen in the ledger, handed over."""

import datetime
import json
import os
import random

import frictionless
import jsonschema
import numpy as np
import pyarrow.parquet
import pytest
from signpost_survey import publish, record
from signpost_survey.blocks import joined
from signpost_survey.columns import Columns, table
from signpost_survey.form import SKIPPED, content_id, form_bytes, parse_form
from signpost_survey.keys import new_keys
from signpost_survey.ledger import Ledger
from signpost_survey.publish import CarriedOver, Published, TooFewForGood, Unexpected, made, opened
from signpost_survey.record import Answers, digest
from signpost_survey.release import Release, package, parse_release, zipped
from signpost_survey.signing import SignatureError, verified
from signpost_survey.simulate import simulated_answers
from signpost_survey.stores import StoreError
from signpost_survey.stores.base import Row, key
from signpost_survey.tables import exact, label, noisy

from tests import forms, make_examples

TODAY = datetime.date(2026, 11, 28)
TERM = "2026-autumn"
KNOWLEDGE = {f"K{i}": forms.SINGLE | {"stem": f"Question {i}?", "topic": "signs"} for i in range(5)}
KNOWLEDGE |= {"C1": forms.SCALE | {"topic": "signs"}, "M1": forms.MULTIPLE}
REAL = forms.a_form(KNOWLEDGE, group=forms.GROUP, stratum=forms.STRATUM)
SIMULATED = forms.a_form(KNOWLEDGE, group=forms.GROUP, stratum=forms.STRATUM, simulated=True)
SEED = bytes(range(32))


def rows(form, sealed) -> list[Row]:
    return [Row(key(form.id), digest(one), one) for one in sealed]


def real_records(count: int, seed: int = 1, form=REAL, like=SIMULATED) -> list[bytes]:
    return [record.seal(form, answers, forms.PUBLIC) for answers in simulated_answers(like, count, seed)]


RECORDS = real_records(130)


@pytest.fixture
def ledger(tmp_path) -> Ledger:
    return forms.a_ledger(tmp_path)


def published(store, ledger, term=TERM, **more):
    return publish.publish(store, REAL.id, term, ledger, today=TODAY, **more)


def a_release(form, answers, ledger, seed=SEED, term=TERM) -> Release:
    return parse_release(made(form, term, publish.Opened(table(form, answers), b"", b"", {}), ledger, seed).release)


@pytest.fixture(scope="module")
def document(tmp_path_factory) -> bytes:
    """A release of 700 people."""
    ledger = forms.a_ledger(tmp_path_factory.mktemp("key"))
    read = publish.Opened(table(REAL, simulated_answers(SIMULATED, 700, 1)), b"", b"", {})
    return made(REAL, TERM, read, ledger, SEED).release


def test_the_whole_way(store, ledger):
    """Frozen, handed over, gone; what is sent again does not count twice, and what was dropped is said to the key holder only."""
    store.add_form(REAL.id, form_bytes(REAL))
    sent = rows(REAL, RECORDS)
    store.put(sent)
    store.put(rows(REAL, [os.urandom(768), os.urandom(768)]))

    outcome = published(store, ledger)
    assert isinstance(outcome, Published)
    removed = store.purge(REAL.id)
    store.put(sent)

    assert (removed, store.count(REAL.id)) == (132, 0)
    assert store.release(outcome.id) == outcome.document
    made_of = parse_release(outcome.document)
    assert made_of.people[0] == ("all", 0, "Everyone", (), 130)
    assert b"dropped" not in outcome.document and outcome.dropped == {"unreadable": 2, "replayed": 0}
    assert publish.dropped_lines(outcome) == [f"2 records dropped, unreadable: {publish.REASONS_SAID['unreadable']}"]


def test_too_few_are_carried_over(store, ledger):
    """99 wait and are not spent; with one more in the next term they are published."""
    store.add_form(REAL.id, form_bytes(REAL))
    store.put(rows(REAL, RECORDS[:99]))
    store.put(rows(REAL, [os.urandom(768)]))

    early = published(store, ledger)
    waiting = store.count(REAL.id)
    store.put(rows(REAL, RECORDS[99:100]))
    late = publish.publish(store, REAL.id, "2027-spring", ledger, today=datetime.date(2027, 3, 1))

    assert (early, waiting) == (CarriedOver(100), 100)
    assert isinstance(late, Published) and parse_release(late.document).people[0][-1] == 100
    assert [one[2] for one in store.releases()] == ["2027-spring"]


def test_a_slip_in_the_term_is_no_year(store, ledger):
    """Last year's autumn typed first, then this year's: the records are weeks old and go on waiting."""
    store.add_form(REAL.id, form_bytes(REAL))
    store.put(rows(REAL, RECORDS[:30]))

    assert [published(store, ledger, term) for term in ("2025-autumn", TERM)] == [CarriedOver(100)] * 2


def test_retention_has_an_end(store, ledger):
    """A form that never reaches 100 is asked about after a school year, and its records then go."""
    store.add_form(REAL.id, form_bytes(REAL))
    store.put(rows(REAL, RECORDS[:30]))
    terms = {"2026-autumn": (2026, 11), "2027-spring": (2027, 3), "2027-summer": (2027, 7), "2027-autumn": (2027, 11)}
    outcomes = [
        publish.publish(store, REAL.id, term, ledger, today=datetime.date(*when, 1)) for term, when in terms.items()
    ]
    assert outcomes == [CarriedOver(100)] * 3 + [TooFewForGood("year")]
    assert publish.discard(store, REAL.id, "2027-autumn", ledger) == 30
    store.put(rows(REAL, RECORDS[:30]))

    assert store.count(REAL.id) == 0, "sent again"
    assert opened(REAL, rows(REAL, RECORDS[:30]), ledger.keys, *ledger.spent(REAL.id)).answers.people == 0


def test_waves(store, ledger):
    """A wave's form never carries over."""
    store.add_form(REAL.id, form_bytes(REAL))
    store.put(rows(REAL, RECORDS[:99]))

    assert published(store, ledger, "2026-w1") == TooFewForGood("wave")


def test_expected_numbers(store, ledger):
    """Only below or above; nothing is frozen."""
    store.add_form(REAL.id, form_bytes(REAL))
    store.put(rows(REAL, RECORDS))

    assert published(store, ledger, expect=range(131, 200)) == Unexpected("below")
    assert published(store, ledger, expect=range(1, 130)) == Unexpected("above")
    assert ledger.releases == [] == store.releases()


@pytest.mark.parametrize(
    ("term", "fault"),
    [
        ("2026", "is not a term"), ("autumn", "is not a term"), ("2026-winter", "is not a term"), ("2026-autumn ", "is not a term"),
        ("2026-w0", "is not a term"), ("2027-spring", "has not begun"), ("2025-spring", "more than a year"),
        ("2062-autumn", "has not begun"), ("2027-w1", "not a wave of this year"), ("0000-autumn", "is not a term"),
    ],
)  # fmt: skip
def test_terms(store, ledger, term, fault):
    """A school term that has begun, or a wave of this year: checked against today."""
    store.add_form(REAL.id, form_bytes(REAL))
    with pytest.raises(StoreError, match=fault):
        published(store, ledger, term)


def test_the_form_must_name_this_key(store, ledger):
    """Another key; and the right key with another signing key, put there by whoever changed the store."""
    other = forms.a_form(KNOWLEDGE, key=publish.public_document(new_keys()))
    with pytest.raises(StoreError, match="this folder does not have it"):
        publish.check_keys(other, ledger.keys)
    forged = publish.public_document(forms.KEYS) | {"verify": publish.public_document(new_keys())["verify"]}
    with pytest.raises(StoreError, match="changed in the store"):
        publish.check_keys(forms.a_form(KNOWLEDGE, key=forged), ledger.keys)


def test_a_damaged_store_is_not_published(ledger):
    """A record that is not what its name says stops the job."""
    with pytest.raises(StoreError, match="damaged"):
        opened(REAL, [Row(b"", bytes(32), b"x")], ledger.keys)


def test_of_two_wraps_the_lowest_digest_counts(ledger):
    """In any order of reading; all names are spent."""
    after = simulated_answers(SIMULATED, 3, 9)
    wraps = [RECORDS[0], *(forms.wrapped_again(REAL, RECORDS[0], one.after) for one in after)]
    lowest = min(wraps, key=digest)
    wanted = record.Opener(REAL, forms.PRIVATE).open(lowest).after
    for _ in range(6):
        random.Random(_).shuffle(wraps)
        read = opened(REAL, rows(REAL, wraps), ledger.keys)
        assert read.answers.after.tobytes() == wanted
        assert read.dropped == {"replayed": 3}
        assert len(read.outer) == 4 * 32 and len(read.inner) == 4 * 16


def test_same_people_same_seed_same_numbers(ledger):
    """Shuffled in memory, equal in the end; another seed, form or term is other noise everywhere."""
    answers = list(simulated_answers(SIMULATED, 300, 1))

    def numbers(made):
        return (made.counts, made.sums)

    first = a_release(REAL, answers, ledger)

    assert numbers(a_release(REAL, answers[::-1], ledger)) == numbers(first)
    other = a_release(REAL, answers, ledger, bytes(32))
    same = sum(one == two for one, two in zip(first.counts, other.counts, strict=True))
    assert same < 0.12 * len(first.counts)


def test_no_two_tables_share_a_stream(ledger):
    """Every label in every form and size is another; a record more leaves none of the noise."""
    for form in (
        REAL,
        forms.staff(),
        forms.caregiver(),
        forms.a_form(KNOWLEDGE, kind="single", open=True, stratum=forms.STRATUM),
    ):
        for people in (60, 1_200):
            read = table(form, simulated_answers(forms_like(form), people, 1))
            blocks = publish.blocks_of(form, read, publish.breakdowns_of(form, people))
            labels = [
                json.dumps(label(("f", form.id, TERM), one, one.measure.variances[one.breakdown]))
                for one in exact(Columns(form, read), blocks, publish.measures(form, people))
            ]
            assert len(set(labels)) == len(labels)


def forms_like(form):
    """The same form, marked as simulated."""
    document = json.loads(form_bytes(form)) | {"simulated": True}
    return parse_form(json.dumps(document | {"id": content_id(document)}).encode())


def test_numbers_are_unbiased(ledger):
    """The mean of (published - true) over many seeds is nothing; its variance is the one that is printed."""
    read = table(REAL, simulated_answers(SIMULATED, 200, 1))
    blocks = publish.blocks_of(REAL, read, publish.breakdowns_of(REAL, 200))
    one = next(
        found for found in exact(Columns(REAL, read), blocks, publish.measures(REAL, 200)) if found.breakdown == "group"
    )
    off = np.array(
        [
            np.subtract(noisy(one, bytes([i % 256, i // 256]), ("f", REAL.id, TERM), 1), one.numbers)
            for i in range(2_000)
        ]
    )
    variance = one.measure.variances["group"]

    assert (abs(off.mean(axis=0)) < 5 * (variance / 2_000) ** 0.5).all()
    assert off.var(axis=0) == pytest.approx(variance, rel=0.2)


def test_every_cell_of_every_table(document):
    """Never null, never clipped; exact people; every declared category in some block."""
    release = parse_release(document)
    rights = [row for row in release.counts if row[:2] == ("right", "K1")]

    assert len(rights) == 4 * (1 + len([one for one in release.people if one[0] == "group"]))
    assert all(isinstance(row[-1], int) for row in (*release.counts, *release.sums))
    for name, count in (("group", 3), ("stratum", 2)):
        listed = [category for row in release.people if row[0] == name for category in row[3]]
        assert sorted(listed) == [*range(count), SKIPPED]
        assert sum(row[-1] for row in release.people if row[0] == name) == 700


def test_counts_are_near_the_true_ones(document):
    """Within six standard deviations of counting by hand."""
    answers = list(simulated_answers(SIMULATED, 700, 1))
    release = parse_release(document)
    right = sum(one.before[0] == 1 and one.after[0] == 1 for one in answers)
    ticked = sum(one.after[7] == 1 for one in answers)
    score = sum(sum(value == 1 for value in one.before[:5]) + (one.before[6:9] == b"\1\0\1") for one in answers)
    count = {row[:-1]: row[-1] for row in release.counts}

    assert abs(count["right", "K0", None, "both", 1, 1, "all", 0] - right) < 36
    assert abs(count["answers", "M1", 1, "after", 1, None, "all", 0] - ticked) < 48
    assert (
        abs(
            sum(row[-1] for row in release.sums if row[0] == "score" and row[2] == "before" and row[3] == "group")
            - score
        )
        < 300
    )


def test_blocks_are_joined_in_the_declared_order():
    """Neighbours until there are enough; a rest joins those before; nobody is lost."""
    assert joined([0, 1, 2, 3], [30, 10, 15, 5], 20) == [[0], [1, 2, 3]]
    assert joined([3, 2, 1, 0], [30, 10, 15, 5], 20) == [[3, 2], [1, 0]]
    assert joined([0, 1], [0, 0], 20) == [[0, 1]]
    assert joined([0, 1, 2], [20, 20, 0], 20) == [[0], [1, 2]]


def test_campaigns_are_shown_by_region(ledger):
    """Answers by stratum; region × group from 64,000 people."""
    form = forms.a_form(KNOWLEDGE, kind="single", open=True, group=forms.GROUP, stratum=forms.STRATUM)
    answers = [Answers(i % 3, i % 2, b"", bytes([1, 1, 0, 2, 1, 4, 1, 0, 1])) for i in range(1_200)]

    def by(made, measure):
        return {row[6] for row in made.counts if row[0] == measure}

    small = a_release(form, answers, ledger)
    large = a_release(form, answers * 54, ledger)

    assert by(small, "level") == by(small, "answers") == {"all", "stratum"}
    assert by(large, "level") == {"all", "stratum", "both"} and large.noise.factor == 4
    assert [row[2] for row in large.people if row[0] == "both"][:2] == ["Yes; Teaching", "Yes; Office"]


def test_what_readers_are_told(ledger):
    """The notice, to the letter; that anyone can answer on every form; that a simulation is one."""
    real = a_release(REAL, list(simulated_answers(SIMULATED, 120, 1)), ledger)
    invented = a_release(SIMULATED, list(simulated_answers(SIMULATED, 6, 1)), ledger)

    assert real.notice == (
        "These numbers are close, not exact. A random number, mostly less than 8 up or down in a group, was added to every count, "
        "so that nobody can be sure what one person answered to a question, not even someone who knows everyone else's answers. "
        "'Give or take' includes it. How many took part is exact."
    )
    assert real.access == "Anyone with the link can answer, more than once."
    assert invented.notice.startswith("SIMULATED: every answer is invented. ")
    assert "(SIMULATED)" in json.loads(package(make_examples.release())["datapackage.json"])["title"]


def test_the_signature(document):
    """Over everything: a changed number, a changed key, another pinned key."""
    pinned = publish.public_document(forms.KEYS)["verify"]
    changed = json.loads(document)
    changed["counts"][0][-1] += 1

    assert verified(document, pinned)["format"] == "signpost-release-2"
    with pytest.raises(SignatureError, match="changed after it was signed"):
        verified(json.dumps(changed).encode(), pinned)
    with pytest.raises(SignatureError, match="not the key"):
        verified(document, publish.public_document(new_keys())["verify"])


def test_schema(document):
    """The committed schema is the code's, and releases obey it."""
    schema = make_examples.schema(Release, "The release")

    assert (make_examples.FORMATS / "release.schema.json").read_bytes() == schema
    jsonschema.validate(json.loads(document), json.loads(schema))


def test_the_example_is_the_shipped_form():
    """Made anew it is the same: same people, same seed, same bytes."""
    if not (make_examples.ROOT / ".venv/bin/python").exists():
        pytest.skip("the builder is not installed (make course)")
    assert (make_examples.FORMATS / "examples/release.json").read_bytes() == make_examples.release()


def test_data_package(document, tmp_path, monkeypatch):
    """Frictionless finds nothing wrong; Parquet holds what CSV holds."""
    for name, body in package(document).items():
        (tmp_path / name).write_bytes(body)
    monkeypatch.chdir(tmp_path)
    report = frictionless.validate("datapackage.json")
    (tmp_path / "counts.parquet").write_bytes(package(document, parquet=True)["counts.parquet"])
    counts = pyarrow.parquet.read_table("counts.parquet").to_pylist()
    read = frictionless.Package("datapackage.json").get_resource("counts").read_rows()

    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
    assert [row.to_dict() for row in read] == counts
    assert len(json.loads((tmp_path / "datapackage.json").read_text())["resources"]) == 7


def test_the_zip_is_deterministic(document):
    """Same release, same bytes."""
    assert zipped(document) == zipped(document)


def test_codes_name_every_value(document):
    """The codebook has a label for each value that a count is about."""
    codes = package(document)["codes.csv"].decode().splitlines()

    assert "K1,0,1,The designated safeguarding lead,yes" in codes
    assert "K1,0,254,Don't know," in codes
    assert "C1,0,5,Completely," in codes


def test_the_form_stands_in_the_release(document):
    """Without its key, so that the report needs no other file and pins the signing key elsewhere."""
    release = parse_release(document)

    assert "key" not in release.form
    assert parse_form(json.dumps(release.form | {"key": forms.example()["key"]}).encode()) == REAL
    listed = {row[0]: row for row in release.questions}
    assert listed["K1"][2:] == (
        "knowledge", "single", "signs", "Question 1?", ("Nobody", "The designated safeguarding lead", "A friend"), True,
    )  # fmt: skip
    assert listed["C1"][2] == "confidence"
