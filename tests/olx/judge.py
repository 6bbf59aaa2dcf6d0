"""What olxcleaner finds in unpacked archives: python judge.py FOLDER... Runs in a release's own environment (tests/olx/).

Out: {"lxml", "libxml2", "found": {folder: [[level, name, description]]}}. The platform runs the same before an import
where ENABLE_COURSE_OLX_VALIDATION is on, and refuses the archive at the first error (level 3 and above).
"""

import json
import sys

from lxml import etree
from olxcleaner import validate

TYPES = ["signpost_module", "signpost_quiz"]


def found(folder):
    _, errors, _ = validate(f"{folder}/course.xml", steps=8, ignore=None, allowed_xblocks=TYPES)
    return [[error.level_val, type(error).__name__, error.description] for error in errors.errors]


versions = {"lxml": etree.LXML_VERSION[:3], "libxml2": etree.LIBXML_VERSION[:2]}
json.dump({**versions, "found": {folder: found(folder) for folder in sys.argv[1:]}}, sys.stdout)
