"""Writes docs/formats/examples and the schemas anew: python -m tests.make_examples (in survey/)."""

import json
from pathlib import Path

import msgspec

from signpost_survey import keys, record
from signpost_survey.form import SKIPPED, Form, form_bytes, parse_form
from signpost_survey.release import Release
from tests import forms

FORMATS = Path(__file__).parents[2] / "docs" / "formats"


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
    return {"private": forms.PRIVATE.private_bytes_raw().hex(), "key": keys.public_document(forms.PRIVATE), "records": found}


def schema(kind: type, title: str) -> bytes:
    """JSON Schema of a document as this distribution reads it."""
    return pretty({"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title} | msgspec.json.schema(kind))


def pretty(value: object) -> bytes:
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, indent=2) + "\n").encode()


def main() -> None:
    examples = FORMATS / "examples"
    examples.mkdir(exist_ok=True)
    for name, document in (("form", forms.example()), ("form-single", forms.example_single())):
        (examples / f"{name}.json").write_bytes(form_bytes(parse_form(json.dumps(document).encode())))
    (examples / "record.json").write_bytes(pretty(records()))
    (FORMATS / "form.schema.json").write_bytes(schema(Form, "The form"))
    (FORMATS / "release.schema.json").write_bytes(schema(Release, "The release"))


if __name__ == "__main__":
    main()
