"""Sealed by the player's own modules in Node, opened here: what a learner's page sends is what this store can add up."""

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from signpost_survey import keys
from signpost_survey.form import SKIPPED, parse_form
from signpost_survey.record import SEALED, TEXT, Answers, Opener

from tests import forms
from tests.make_vectors import cases

ROOT = Path(__file__).parents[2]
PLAYER = ROOT / "builder" / "signpost_builder" / "player"
EXAMPLE = json.loads((ROOT / "docs" / "formats" / "examples" / "record.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(
    not shutil.which("node") or not PLAYER.is_dir(), reason="needs node and the player beside this distribution"
)

SEAL = """
import { readFileSync } from "node:fs";
const player = process.argv[1];
const { fromBase64url, toBase64url } = await import(player + "/base64url.js");
const { beforeInfo, beforePart, pairRecord, recordInfo, singleRecord, slotBytes } = await import(player + "/record.js");
const { seal } = await import(player + "/seal.js");
const { key, records, subtle } = JSON.parse(readFileSync(0, "utf8"));
if (!subtle) {
  const getRandomValues = crypto.getRandomValues.bind(crypto);
  Object.defineProperty(globalThis, "crypto", { value: { getRandomValues } });
}
const publicKey = fromBase64url(key);
const slotsOf = (given) => (given.specs ? slotBytes(given.specs, given.responses) : Uint8Array.of(...given, ...Array(332 - given.length).fill(0)));
const made = [];
for (const { form, kind, group, stratum, before, after } of records) {
  const sealFor = (info, plain) => seal(publicKey, info, plain);
  const slots = slotsOf(after);
  if (kind === "single") {
    made.push(toBase64url(await sealFor(recordInfo(form), singleRecord({ group, stratum, slots }))));
  } else {
    const sealedBefore = await sealFor(beforeInfo(form), beforePart({ group, stratum, slots: slotsOf(before) }));
    made.push(toBase64url(await sealFor(recordInfo(form), pairRecord({ sealedBefore, slots }))));
  }
}
console.log(JSON.stringify(made));
"""


def sealed_by_the_player(records: list[dict], subtle: bool = True) -> list[bytes]:
    given = {"key": forms.public_document(forms.KEYS)["public"], "records": records, "subtle": subtle}
    run = subprocess.run(
        ["node", "--input-type=module", "-e", SEAL, PLAYER.as_uri()],
        input=json.dumps(given), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    texts = json.loads(run.stdout)
    assert {len(text) for text in texts} == {TEXT}
    return [keys.decode(text) for text in texts]


def spec(question: dict) -> dict:
    """As the page's data have it (builder/signpost_builder/scoring.py); scoring's own fields are of no use here."""
    counted = question.get("options") or question.get("labels")
    listed = question.get("items") or question.get("terms")
    return {
        "type": question["type"],
        **({"options": len(counted)} if counted else {}),
        **({"count": len(listed)} if listed else {}),
        **({"meanings": len(question["meanings"])} if "meanings" in question else {}),
        **({"bounds": [float(bound) for bound in question["bounds"]]} if "bounds" in question else {}),
    }


@pytest.mark.parametrize("subtle", [True, False], ids=["crypto.subtle", "plain http"])
def test_the_example_answers_sealed_again(subtle):
    """docs/formats/examples/record.json, pair and single: the player's records open to the same answers."""
    documents = {form["id"]: form for form in (forms.example(), forms.example_single())}
    sealed = sealed_by_the_player(EXAMPLE["records"], subtle)

    for record, bytes_ in zip(EXAMPLE["records"], sealed, strict=True):
        form = parse_form(json.dumps(documents[record["form"]]).encode())
        expected = Answers(record["group"], record["stratum"], bytes(record["before"]), bytes(record["after"]))

        assert len(bytes_) == SEALED
        assert Opener(form, forms.PRIVATE).open(bytes_) == expected
        assert Opener(form, forms.PRIVATE).open(keys.decode(record["sealed"])) == expected


def test_any_response_before_and_after():
    """Forty forms of every type and size, answered by chance: from the player's responses to what the job counts."""
    chance = random.Random(2)
    given, expected = [], []
    for case in cases():
        form = parse_form(
            json.dumps(forms.document(case["questions"], group=forms.GROUP, stratum=forms.STRATUM)).encode()
        )
        group, stratum = chance.choice([None, 0, 2]), chance.choice([None, 0, 1])
        phase = {
            "specs": [spec(one) for one in case["questions"].values()],
            "responses": list(case["responses"].values()),
        }
        given.append(
            {"form": form.id, "kind": "pair", "group": group, "stratum": stratum, "before": phase, "after": phase}
        )
        slots = bytes(case["slots"])
        empty = (SKIPPED if value is None else value for value in (group, stratum))
        expected.append((form, Answers(*empty, slots, slots)))
    sealed = sealed_by_the_player(given)

    for bytes_, (form, answers) in zip(sealed, expected, strict=True):
        assert Opener(form, forms.PRIVATE).open(bytes_) == answers
