"""Which form files are accepted, and what makes a form the same form."""

import json
import shutil
import subprocess
import uuid
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from signpost_survey.form import NAMESPACE, FormError, asked, content_id, form_bytes, parse_form, question_hash, slots

from tests import forms, make_examples

FORMATS = Path(__file__).parents[2] / "docs" / "formats"


def faults(document: dict) -> str:
    with pytest.raises(FormError) as caught:
        parse_form(json.dumps(document | {"id": content_id(document)}).encode())
    return str(caught.value)


def test_round_trip():
    """What is written is what was read."""
    form = parse_form(json.dumps(forms.example()).encode())

    assert parse_form(form_bytes(form)) == form


def test_schema_and_examples_are_in_the_documents():
    """The committed schema is the code's, and the committed examples obey it."""
    schema = make_examples.schema(parse_form(json.dumps(forms.example()).encode()).__class__, "The form")
    example = json.loads((FORMATS / "examples" / "form.json").read_text())

    assert (FORMATS / "form.schema.json").read_bytes() == schema
    assert example == forms.example()
    jsonschema.validate(example, json.loads(schema))


def test_slots_of_every_type():
    """As many bytes as docs/formats/form.md says, in the order of asking."""
    form = parse_form(json.dumps(forms.example()).encode())
    described = [(slot.question, slot.part, slot.codes) for slot in slots(form, "before")]

    assert asked(form, "before") == ("C1", "K1", "K2", "K3", "K4", "K5", "K6")
    assert described[:4] == [
        ("C1", 0, (1, 2, 3, 4, 5, 255)),
        ("K1", 0, (0, 1, 2, 254, 255)),
        ("K2", 0, (0, 1, 254, 255)),
        ("K3", 0, (0, 1, 255)),
    ]
    assert [slot.question for slot in slots(form, "before")].count("K4") == 4
    assert described[-1] == ("K6", 0, (0, 1, 2, 3, 4, 255))


def test_only_content_makes_the_id():
    """Titles, course, language and key may change; words, options, order and the simulated flag may not."""
    document = forms.example()
    same = document | {
        "title": "Other",
        "course": "other",
        "audience": "x",
        "language": "cy",
        "key": {"id": "", "public": ""},
    }
    words = json.loads(json.dumps(document))
    words["questions"]["K1"]["stem"] += " now"

    assert content_id(same) == document["id"]
    assert content_id(words) != document["id"]
    assert content_id(document | {"simulated": True}) != document["id"]
    for chosen in ({"block": 30}, {"noise": 2}, {"breakdowns": "none"}):
        assert content_id(document | chosen) != document["id"], "how it is published is chosen before anyone answers"


def test_the_same_question_has_the_same_hash():
    """Whatever form it stands in, and whatever it is filed under; other words, choices or right answers make another."""
    one, other = (parse_form(json.dumps(made).encode()) for made in (forms.example(), forms.example_single()))
    asked_of_many = {id: question_hash(question) for id, question in one.questions.items()}
    filed = forms.a_form({"K1": forms.SINGLE | {"topic": "other", "critical": False}}).questions["K1"]
    worded = forms.a_form({"K1": forms.SINGLE | {"key": [0]}}).questions["K1"]

    assert {id: question_hash(question) for id, question in other.questions.items()}.items() <= asked_of_many.items()
    assert len(set(asked_of_many.values())) == len(asked_of_many)
    assert question_hash(filed) == asked_of_many["K1"] != question_hash(worded)


def test_the_id_is_the_documented_one():
    """Recomputed from the text in docs/formats/form.md alone."""
    content = {
        "kind": "pair", "open": False, "simulated": False, "block": 20, "breakdowns": "one-way", "noise": 1, "group": None, "stratum": None, "before": ["K1"], "after": ["K1"],
        "questions": {"K1": forms.SINGLE},
    }  # fmt: skip
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    assert forms.a_form().id == str(uuid.uuid5(NAMESPACE, text))


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_javascript_makes_the_same_id():
    """JSON.stringify with sorted keys is the canonical text too, beyond ASCII as well."""
    document = forms.document({"K1": forms.SINGLE | {"stem": "Où? “Here” — 漢 \u2028 \U0001f600 </script>"}})
    script = """
      const {createHash} = require("crypto")
      const [document, namespace] = JSON.parse(require("fs").readFileSync(0))
      const sorted = (v) => Array.isArray(v) ? v.map(sorted) : v && typeof v === "object"
        ? Object.fromEntries(Object.keys(v).sort().map((k) => [k, sorted(v[k])])) : v
      const flat = (phase) => document[phase].flatMap((set) => set.questions)
      const {kind, open, simulated, block, breakdowns, noise, group, stratum, questions} = document
      const text = JSON.stringify(sorted({kind, open, simulated, block, breakdowns, noise, group, stratum, questions,
        before: flat("before"), after: flat("after")}))
      const hash = createHash("sha1").update(Buffer.from(namespace.replaceAll("-", ""), "hex")).update(text).digest()
      hash[6] = (hash[6] & 15) | 80; hash[8] = (hash[8] & 63) | 128
      console.log(hash.toString("hex").slice(0, 32))"""
    found = subprocess.run(
        ["node", "-e", script], input=json.dumps([document, str(NAMESPACE)]), capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == document["id"].replace("-", "")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"extra": 1}, "extra"),
        ({"kind": "diary"}, "kind"),
        ({"kind": "single"}, "a single form asks everything in 'after'"),
        ({"group": forms.GROUP | {"merge": [0, 0, 1]}}, "one value for each option"),
        ({"group": forms.GROUP | {"merge": [0, 0, 1, 1]}}, "must be reached"),
        ({"group": forms.GROUP | {"values": list("abcdef")}}, "length"),
        ({"group": forms.GROUP | {"question": "K1"}}, "theirs alone"),
        ({"key": {"id": "0" * 16, "public": "A" * 43, "verify": "B" * 42 + "A"}}, "does not belong"),
        ({"questions": {"K1": forms.SINGLE | {"key": [3]}}}, "questions.K1: key"),
        ({"questions": {"K1": forms.ORDER | {"key": [0, 1, 2, 2]}}}, "every item once"),
        ({"questions": {"K1": forms.MATCH | {"key": [0]}}}, "one meaning for each term"),
        ({"questions": {"K1": forms.NUMBER | {"bounds": ["40", "20"]}}}, "ascending"),
        ({"questions": {"K1": forms.SINGLE, "K2": forms.SINGLE}}, "never asked: K2"),
        ({"questions": {"K2": forms.SINGLE}}, "no such question: K1"),
        ({"questions": {"K1": forms.SINGLE | {"type": "text"}}}, "text"),
    ],
)
def test_faults_are_named(change, fault):
    """Every rule of docs/formats/form.md has a sentence."""
    assert fault in faults(forms.document({"K1": forms.SINGLE}) | change)


def test_too_many_slots():
    """A record holds 332 slots a phase."""
    wide = {f"K{i}": forms.MULTIPLE | {"options": [str(n) for n in range(100)], "key": None} for i in range(4)}

    assert "400 slots" in faults(forms.document(wide))


def test_a_wrong_id_is_refused():
    """The content alone makes the id."""
    with pytest.raises(FormError, match="this content makes"):
        parse_form(json.dumps(forms.example() | {"id": str(uuid.uuid4())}).encode())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def places(value, path=()):
    """Every place in a document."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield from places(inner, (*path, name))


EXAMPLE_PLACES = [path for path in places(forms.example()) if path and path[0] != "id"]


@given(st.sampled_from(EXAMPLE_PLACES), JSON)
def test_any_value_anywhere(path, value):
    """Whatever stands in any place of a form, it is a form, and reads back as the same, or everything wrong is said in words."""
    document = json.loads(json.dumps(forms.example()))
    place = document
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    try:
        identified = document | {"id": content_id(document)}
    except (TypeError, KeyError, AttributeError):
        identified = document
    try:
        form = parse_form(json.dumps(identified).encode())
    except FormError as error:
        assert error.messages
    else:
        assert parse_form(form_bytes(form)) == form


@given(st.binary(max_size=200))
def test_any_bytes(data):
    """No file makes it stumble."""
    with pytest.raises(FormError):
        parse_form(data)
