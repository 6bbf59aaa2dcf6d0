"""Once per form and term: opened in memory, added up, suppressed, frozen, purged."""

import json
import os

import frictionless
import jsonschema
import numpy as np
import pyarrow.parquet
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from scipy.optimize import linprog

from signpost_survey import record
from signpost_survey.form import SKIPPED, form_bytes, parse_form
from signpost_survey.publish import CarriedOver, Published, left_out, make_release, publish
from signpost_survey.record import digest
from signpost_survey.release import Release, package, parse_release, zipped
from signpost_survey.simulate import simulated_answers, simulated_records
from signpost_survey.stores import StoreError
from signpost_survey.stores.base import Row, key
from tests import forms, make_examples

KNOWLEDGE = {"K1": forms.SINGLE, "K2": forms.TRUE_FALSE}
REAL = forms.a_form(KNOWLEDGE, group=forms.GROUP, stratum=forms.STRATUM)
SIMULATED = forms.a_form(KNOWLEDGE, group=forms.GROUP, stratum=forms.STRATUM, simulated=True)


def rows(form, records) -> list[Row]:
    return [Row(key(form.id), digest(sealed), sealed) for sealed in records]


def real_records(count: int, seed: int = 1) -> list[bytes]:
    return [record.seal(REAL, answers, forms.PUBLIC) for answers in simulated_answers(SIMULATED, count, seed)]


@pytest.fixture(scope="module")
def made() -> Published:
    """A release of 700 people."""
    return make_release(REAL, "2026-autumn", rows(REAL, real_records(700)), forms.PRIVATE)


def test_the_whole_way(store):
    """Stored, published, frozen, gone; what came late and what is sent again does not count twice."""
    store.add_form(REAL.id, form_bytes(REAL))
    sent = rows(REAL, real_records(130))
    store.put(sent)
    store.put(rows(REAL, [os.urandom(768), os.urandom(768)]))

    outcome = publish(store, REAL.id, "2026-autumn", forms.PRIVATE)
    store.put(sent)

    assert isinstance(outcome, Published)
    assert store.release(outcome.id) == outcome.document
    assert parse_release(outcome.document).counts[0] == ("people", None, None, None, None, None, "all", 0, 130)
    assert outcome.dropped == {"unreadable": 2, "malformed": 0, "undescribed": 0, "replayed": 0}
    assert store.count(REAL.id) == 0
    with pytest.raises(StoreError, match="never changed"):
        publish(store, REAL.id, "2026-autumn", forms.PRIVATE)


def test_too_few_are_carried_over(store):
    """99 wait; with one more in the next term they are published."""
    store.add_form(REAL.id, form_bytes(REAL))
    store.put(rows(REAL, real_records(99)))
    store.put(rows(REAL, [os.urandom(768)]))

    early = publish(store, REAL.id, "2026-autumn", forms.PRIVATE)
    waiting = store.count(REAL.id)
    store.put(rows(REAL, real_records(1, seed=2)))
    late = publish(store, REAL.id, "2027-spring", forms.PRIVATE)

    assert (early, waiting) == (CarriedOver(100), 100)
    assert isinstance(late, Published)
    assert [one[2] for one in store.releases()] == ["2027-spring"]


def test_simulated_forms_are_published_at_any_size_and_say_so():
    """A newcomer sees the whole way; of six people nothing can be seen."""
    outcome = make_release(SIMULATED, "2026-autumn", rows(SIMULATED, simulated_records(SIMULATED, 6, 1)), forms.PRIVATE)
    made = parse_release(outcome.document)

    assert made.simulated
    assert made.notice.startswith("SIMULATED")
    assert [(row[0], row[-1]) for row in made.counts] == [("people", None)]
    assert "(SIMULATED)" in json.loads(package(outcome.document)["datapackage.json"])["title"]


def test_open_forms_have_the_higher_threshold():
    """50 instead of 10, and the reader is told that anyone could answer."""
    form = forms.a_form(KNOWLEDGE, kind="single", open=True, group=forms.GROUP)
    simulated = forms.a_form(KNOWLEDGE, kind="single", open=True, group=forms.GROUP, simulated=True)
    records = [record.seal(form, answers, forms.PUBLIC) for answers in simulated_answers(simulated, 400, 3)]
    made = parse_release(make_release(form, "2026-autumn", rows(form, records), forms.PRIVATE).document)
    counts = [row[-1] for row in made.counts if row[-1]]

    assert made.policy.name == "50-5"
    assert min(counts) >= 50
    assert "Anyone with the link" in made.notice


def test_the_wrong_key_is_refused():
    """Before anything is opened."""
    with pytest.raises(StoreError, match="this is not it"):
        make_release(REAL, "2026-autumn", [], X25519PrivateKey.generate())


def test_two_keys():
    """Records of courses that were built before the key changed are counted, too."""
    older = X25519PrivateKey.generate()
    answers = list(simulated_answers(SIMULATED, 100, 1))
    records = [record.seal(REAL, one, key.public_key()) for one, key in zip(answers, [older, forms.PRIVATE] * 50)]
    few = make_release(REAL, "2026-autumn", rows(REAL, records), forms.PRIVATE)
    all_of_them = make_release(REAL, "2026-autumn", rows(REAL, records), forms.PRIVATE, older)

    assert few == CarriedOver(100)
    assert parse_release(all_of_them.document).counts[0][-1] == 100


@pytest.mark.parametrize("term", ["2026", "autumn", "2026-winter", "2026-autumn "])
def test_terms(term):
    """A school term, nothing finer."""
    with pytest.raises(StoreError, match="is not a term"):
        make_release(REAL, term, [], forms.PRIVATE)


def test_a_damaged_store_is_not_published():
    """A record that is not what its name says stops the job."""
    with pytest.raises(StoreError, match="damaged"):
        make_release(REAL, "2026-autumn", [Row(b"", bytes(32), b"x")], forms.PRIVATE)


def test_same_records_same_bytes(made):
    """Shuffled in memory, equal in the end."""
    again = make_release(REAL, "2026-autumn", reversed(rows(REAL, real_records(700))), forms.PRIVATE)

    assert again.document == made.document


def test_nothing_small_and_nothing_exact_is_published(made):
    """Integers, multiples of five, never 1 to 9; no row about a person."""
    release = parse_release(made.document)
    numbers = [row[-1] for row in release.counts if row[-1] is not None]

    assert all(number == 0 or number >= 10 for number in numbers)
    assert all(number % 5 == 0 for number in numbers)


def test_independent_audit(made):
    """From the published file alone, with a programme of its own: every hidden count could be at least ten different values."""
    release = parse_release(made.document)
    labels = {(breakdown, cell) for breakdown, cell, _ in release.cells}
    audited = 0
    for id, codes in (("K1", (0, 1, 2, 254, 255)), ("K2", (0, 1, 254, 255))):
        right = {"K1": {1}, "K2": {0}}[id]
        size = len(codes) ** 2
        groups = sorted(label for label in labels if label[0] == "group")
        strata = sorted(label for label in labels if label[0] == "stratum")
        where = {label: range(i * size, (i + 1) * size) for i, label in enumerate(groups + strata)}
        total = size * len(where)

        def vector(breakdown, cell, wanted):
            row = np.zeros(total)
            for label in groups if breakdown == "all" else [(breakdown, cell)]:
                for place, (one, two) in zip(where[label], ((a, b) for a in codes for b in codes)):
                    row[place] = wanted(one, two)
            return row

        equal = []
        for place in range(size):
            row = np.zeros(total)
            row[[where[label][place] for label in groups]] = 1
            row[[where[label][place] for label in strata]] = -1
            equal.append(row)
        above, limits, hidden = [], [], []
        for measure, question, _, phase, value, after, breakdown, cell, count in release.counts:
            if measure == "people":
                wanted = lambda one, two: 1  # noqa: E731
            elif question != id:
                continue
            elif measure == "answers":
                wanted = lambda one, two: (one if phase == "before" else two) == value  # noqa: E731
            elif measure == "right":
                wanted = lambda one, two: ((one if phase == "before" else two) in right) == bool(value)  # noqa: E731
            elif measure == "change":
                wanted = lambda one, two: (one in right, two in right) == (bool(value), bool(after))  # noqa: E731
            else:
                wanted = lambda one, two: (one, two) == (value, after)  # noqa: E731
            row = vector(breakdown, cell, wanted)
            if count is None:
                hidden.append(row)
            else:
                above += [row, -row]
                limits += [count + 2 * (count > 0), -(count - 2 * (count > 0))]
        for row in hidden:
            ends = [linprog(sign * row, A_ub=above, b_ub=limits, A_eq=equal, b_eq=np.zeros(size)) for sign in (1, -1)]
            assert all(end.status == 0 for end in ends)
            assert -ends[1].fun - ends[0].fun >= 10 - 1e-4
            audited += 1

    assert audited > 5


def test_nine_invented_records_around_one_person():
    """An attacker fills the victim's group up to ten. Whatever the victim answered, nothing that is said of the group changes."""
    others = [one for one in simulated_answers(SIMULATED, 160, seed=5) if one.group != 2][:120]
    nine = [record.Answers(2, SKIPPED, bytes([1, 0]), bytes([1, 0]))] * 9
    said = set()
    for answer in (0, 1, 255):
        victim = record.Answers(2, SKIPPED, bytes([answer, 1]), bytes([answer, 0]))
        records = [record.seal(REAL, one, forms.PUBLIC) for one in (*others, *nine, victim)]
        release = parse_release(make_release(REAL, "2026-autumn", rows(REAL, records), forms.PRIVATE).document)
        cell = next(number for breakdown, number, label in release.cells if breakdown == "group" and "Leadership" in label)
        said.add(tuple(row for row in release.counts if (row[6], row[7]) == ("group", cell)))

    assert said == {(("people", None, None, None, None, None, "group", cell, 10),)}


def test_schema(made):
    """The committed schema is the code's, and releases obey it."""
    schema = make_examples.schema(Release, "The release")

    assert (make_examples.FORMATS / "release.schema.json").read_bytes() == schema
    jsonschema.validate(json.loads(made.document), json.loads(schema))


def test_data_package(made, tmp_path, monkeypatch):
    """Frictionless finds nothing wrong; Parquet holds what CSV holds; hidden counts are missing values."""
    for name, body in package(made.document).items():
        (tmp_path / name).write_bytes(body)
    monkeypatch.chdir(tmp_path)
    report = frictionless.validate("datapackage.json")
    (tmp_path / "counts.parquet").write_bytes(package(made.document, parquet=True)["counts.parquet"])
    counts = pyarrow.parquet.read_table("counts.parquet").to_pylist()
    read = frictionless.Package("datapackage.json").get_resource("counts").read_rows()

    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
    assert [row.to_dict() for row in read] == counts
    assert any(row["count"] is None for row in counts)
    assert b"[c]" in (tmp_path / "counts.csv").read_bytes()


def test_the_zip_is_deterministic(made):
    """Same release, same bytes."""
    assert zipped(made.document) == zipped(made.document)


def test_codes_name_every_value(made):
    """The codebook has a label for each value that a count is about."""
    codes = package(made.document)["codes.csv"].decode().splitlines()

    assert "K1,0,1,The designated safeguarding lead,yes" in codes
    assert "K1,0,254,Don't know," in codes
    assert "K2,0,1,True,no" in codes


def test_the_form_stands_in_the_release(made):
    """Without its key, so that the report needs no other file."""
    form = parse_release(made.document).form

    assert "key" not in form
    assert parse_form(json.dumps(form | {"key": forms.example()["key"]}).encode()) == REAL


def test_what_is_left_out_is_said_and_why(made):
    """In the release and, by the command, on the screen: joined groups, rows, hidden counts, scores, dropped records."""
    records = [*real_records(300), os.urandom(768)]
    few = [one for one in simulated_answers(SIMULATED, 300, seed=8) if one.group == 1][:4]
    records = [one for one in records] + [record.seal(REAL, one, forms.PUBLIC) for one in few]
    outcome = make_release(REAL, "2026-autumn", rows(REAL, records), forms.PRIVATE)
    lines = left_out(outcome.document)
    rowless = [one for one in parse_release(outcome.document).left_out if one[3] is None]

    assert lines[0] == "1 records dropped, unreadable: not sealed to this key and form, or damaged"
    assert any("a score needs 4 scored questions" in line for line in lines)
    assert any(line.startswith("answers, by group: ") and "counts are hidden" in line for line in lines)
    assert all(one[4] for one in rowless)
    assert len(lines) == 1 + len(parse_release(outcome.document).left_out)


def test_scores_are_enough_for_the_mean_change_and_its_error():
    """As docs/formats/release.md says, from the release alone: within the rounding of what the answers themselves give."""
    questions = {f"K{i}": forms.SINGLE | {"stem": f"Question {i}?"} for i in range(5)}
    form = forms.a_form(questions, simulated=True)
    answers = list(simulated_answers(form, 600, 2))
    sealed = [record.seal(form, one, forms.PUBLIC) for one in answers]
    made = parse_release(make_release(form, "2026-autumn", rows(form, sealed), forms.PRIVATE).document)
    count = {row[1:6] + row[6:8]: row[-1] for row in made.counts if row[0] in ("people", "right")}
    people = count[None, None, None, None, None, "all", 0]
    right = {phase: sum(count[id, None, phase, 1, None, "all", 0] for id in questions) for phase in ("before", "after")}
    before, after, spread = next(row[2:] for row in made.spreads if row[0] == "all")
    change, variance = (right["after"] - right["before"]) / people, (spread / 100) ** 2
    half = 1.96 * (variance / people + 2 * 2 * len(questions) / people**2) ** 0.5
    scores = np.array([[one.before.count(1), one.after.count(1)] for one in answers])
    true = scores[:, 1] - scores[:, 0]
    exact = 1.96 * true.std(ddof=1) / 600**0.5

    assert people == 600
    assert change == pytest.approx(true.mean(), abs=2 * 2 * len(questions) / people)
    for published, of in ((before, scores[:, 0]), (after, scores[:, 1]), (spread, true)):
        assert published / 100 == pytest.approx(of.std(ddof=1), abs=made.policy.grid / 200)
    assert half == pytest.approx(exact, abs=1.96 * made.policy.grid / 200 / 600**0.5 + 0.01)
    assert abs(change - true.mean()) < half
