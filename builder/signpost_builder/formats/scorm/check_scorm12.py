"""Rules of SCORM 1.2 alone (Content Aggregation Model 2.3)."""

import re
from collections.abc import Iterator

from signpost_builder.diagnostics import Diagnostic, error
from signpost_builder.formats.scorm.check_manifest import Manifest, place
from signpost_builder.formats.scorm.vocabulary import ADLCP_12

DECIMAL = re.compile(r"\d+(\.\d+)?")


def mastery_scores(manifest: Manifest) -> Iterator[Diagnostic]:
    """The XSD takes any text; LMSs compare it with a score of 0 to 100."""
    for element in manifest.root.iter(f"{{{ADLCP_12}}}masteryscore"):
        text = (element.text or "").strip()
        if not DECIMAL.fullmatch(text) or float(text) > 100:
            message = f"the mastery score '{text}' is not a number from 0 to 100"
            yield error(place(element), "manifest-mastery-score", message, "write it like 80")


RULES = (mastery_scores,)
