"""Words of safeguarding, which nothing that Signpost makes of another course may hold. Standard library alone: all parts use it."""

import re

SAFEGUARDING = re.compile(
    rb"(?i)safeguard|exploit|traffick|abuse|\blado\b|\bmash\b|\bdsl\b|academ(?:y|ies)|weather|worried|caregiver|childline|nspcc"
    rb"|samaritan|social care|police|head teacher|governors|hub.leader|community hub|modern slavery"
    rb"|\b(?:a|any|each|every|of|the|your|about|for) child(?:ren)?\b(?! element)|child(?:ren)?(?:'|\xe2\x80\x99|&#39;)s"
)

OF_TREES = re.compile(rb"(?:a|any|each|every|of|the|your|about|for) child(?:ren)?")


def words_of_safeguarding(content: bytes) -> list[bytes]:
    return sorted({found[0].lower() for found in SAFEGUARDING.finditer(content)})


def of_no_tree(content: bytes) -> list[bytes]:
    """Those of code, in which elements have children too."""
    return [word for word in words_of_safeguarding(content) if not OF_TREES.fullmatch(word)]
