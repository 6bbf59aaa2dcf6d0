"""Writes docs/formats/examples and the schemas anew: python -m tests.make_examples (in survey/)."""

import json
import subprocess
import tempfile
from pathlib import Path

import msgspec
from signpost_survey import keys, record
from signpost_survey.columns import table
from signpost_survey.form import SKIPPED, Form, content_id, form_bytes, parse_form
from signpost_survey.publish import Opened, made
from signpost_survey.release import Release
from signpost_survey.simulate import simulated_answers

from tests import forms

ROOT = Path(__file__).parents[2]
FORMATS = ROOT / "docs" / "formats"


def records() -> dict:
    """Sealed anew at every run (HPKE draws a key), opening to the same bytes."""
    found = []
    for document in (forms.example(), forms.example_single()):
        form = parse_form(json.dumps(document).encode())
        before = bytes([4, 1, 254, 1, 0, 1, 0, 1, 2, 3, 1, 255, 2])
        after = bytes([5, 1, 0, 1, 0, 1, 3, 2, 1, 0, 0, 1, 255])
        pair = form.kind == "pair"
        answers = record.Answers(1, SKIPPED, before if pair else b"", after + b"\4" * pair)
        found.append(
            {"form": form.id, "kind": form.kind, "group": 1, "stratum": SKIPPED, "before": list(answers.before)}
            | {"after": list(answers.after), "sealed": keys.encode(record.seal(form, answers, forms.PUBLIC))}
        )
    return {
        "private": forms.PRIVATE.private_bytes_raw().hex(),
        "key": keys.public_document(forms.KEYS),
        "records": found,
    }


def shipped(audience: str = "staff", **more: str) -> list[Form]:
    """The forms of the shipped course with a store, as `signpost build` writes them; marked as simulated."""
    script = "import json, sys; from tests.shipped_forms import documents; json.dump(documents(**json.load(sys.stdin)), sys.stdout)"
    key = keys.public_document(forms.KEYS)
    told = json.dumps({"key": key["public"], "verify": key["verify"]})
    command = [ROOT / ".venv/bin/python", "-c", script]
    made = json.loads(subprocess.run(command, cwd=ROOT, input=told, capture_output=True, text=True, check=True).stdout)
    found = [one | {"simulated": True} for one in made if one["audience"] == audience]
    return [parse_form(json.dumps(one | {"id": content_id(one)}).encode()) for one in found]


def release(people: int = 400) -> bytes:
    """A simulated release of the shipped course's form for staff. Same people, same noise."""
    form = next(one for one in shipped() if one.kind == "pair" and not one.open)
    with tempfile.TemporaryDirectory() as folder:
        ledger = forms.a_ledger(Path(folder))
        read = Opened(table(form, simulated_answers(form, people, seed=1)), b"", b"", {})
        return made(form, "2026-autumn", read, ledger, bytes(32), "00" * 32).release


def schema(kind: type, title: str) -> bytes:
    """JSON Schema of a document as this distribution reads it."""
    return pretty(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title} | msgspec.json.schema(kind)
    )


def pretty(value: object) -> bytes:
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, indent=2) + "\n").encode()


def main() -> None:
    examples = FORMATS / "examples"
    examples.mkdir(exist_ok=True)
    for name, document in (("form", forms.example()), ("form-single", forms.example_single())):
        (examples / f"{name}.json").write_bytes(form_bytes(parse_form(json.dumps(document).encode())))
    (examples / "record.json").write_bytes(pretty(records()))
    (examples / "release.json").write_bytes(release())
    (FORMATS / "form.schema.json").write_bytes(schema(Form, "The form"))
    (FORMATS / "release.schema.json").write_bytes(schema(Release, "The release"))


if __name__ == "__main__":
    main()
