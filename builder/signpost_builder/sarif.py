"""Findings as one SARIF document (2.1.0, OASIS Standard incorporating Approved Errata 01), for code scanning and editors."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import quote

from signpost_builder.diagnostics import NOWHERE, Diagnostic, in_order

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "SRCROOT"  # what paths are relative to


def sarif(findings: Iterable[Diagnostic], meanings: Mapping[str, str]) -> str:
    """`meanings`: what each code means, by code. A run that found nothing is a document too: it says that nothing is wrong."""
    found = in_order(findings)
    codes = sorted({finding.code for finding in found})
    driver = {"name": "Signpost", "rules": [_rule(code, meanings.get(code, "")) for code in codes]} | _version()
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            ROOT: {
                "description": {
                    "text": "The top of the repository; outside of one, the folder that holds course/, modules/ and quizzes/."
                }
            }
        },
        "results": [
            _result(finding, codes) | {"partialFingerprints": {"signpost/v1": mark}}
            for finding, mark in zip(found, _fingerprints(found), strict=True)
        ],
    }
    return json.dumps(
        {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, sort_keys=True, ensure_ascii=False
    )


def _version() -> dict[str, str]:
    try:
        return {"semanticVersion": version("signpost-builder")}
    except PackageNotFoundError:  # run from a copy that is not installed
        return {}


def _rule(code: str, meaning: str) -> dict[str, Any]:
    first, _, _ = " ".join(meaning.split()).partition(". ")
    words = {
        "shortDescription": {"text": f"{first.rstrip('.')}."},
        "fullDescription": {"text": " ".join(meaning.split())},
    }
    return {"id": code} | (words | {"help": {"text": meaning, "markdown": meaning}} if meaning else {})


def _fingerprints(findings: Iterable[Diagnostic]) -> Iterator[str]:
    """Without the line, which moves; of two that say the same of one file, each has a number."""
    seen: Counter[str] = Counter()
    for finding in findings:
        words = "\0".join((str(finding.span.path), finding.code, finding.message))
        same = hashlib.sha256(words.encode()).hexdigest()[:32]
        seen[same] += 1
        yield f"{same}:{seen[same]}"


def _result(finding: Diagnostic, codes: Sequence[str]) -> dict[str, Any]:
    text = finding.message + (f" ({finding.hint})" if finding.hint else "")
    result = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": finding.severity,
        "message": {"text": text},
    }
    return result if finding.span == NOWHERE else result | {"locations": [_location(finding)]}


def _location(finding: Diagnostic) -> dict[str, Any]:
    span = finding.span
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(str(span.path)), "uriBaseId": ROOT}}
    if span.line:
        place["region"] = {"startLine": span.line, "startColumn": max(span.column, 1)}
    return {"physicalLocation": place}
