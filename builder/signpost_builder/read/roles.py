"""Who has read something is said by their role: a name, or an address, would be a person in a file that everybody gets."""

import re

from signpost_builder.read.drafts import is_still_to_come

LONGEST = 80  # characters
ADDRESSED = re.compile(r"@|\bwww\.|\d{3}|\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Rev)\b\.?", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# One of these makes a role of words that all begin with a capital: "Lead Fire Engineer" is no person.
NOUNS = re.compile(
    r"(?:advis[eo]r|analyst|assistant|author|board|carer|chair|charity|clinician|coach|committee|consultant|co-?ordinator|council"
    r"|counsel|deputy|designer|developer|director|doctor|editor|engineer|ethicist|evaluator|examiner|expert|governor|group|head"
    r"|inspector|instructor|lawyer|lead|leader|librarian|manager|member|midwife|nurse|office|officer|organisation|owner|panel|parent"
    r"|practitioner|principal|professional|psychiatrist|psychologist|psychometrician|reader|representative|researcher"
    r"|reviewer|sergeant|service|solicitor|specialist|supervisor|survivor|teacher|team|therapist|trainer|translator|trustee|tutor"
    r"|union|unit|user|volunteer|warden|worker)s?",
    re.IGNORECASE,
)


def role_fault(role: str) -> str:
    """Why `role` is no role, in words after it; empty if it is one. It cannot know every name: a person looks as well."""
    words = WORD.findall(role)
    if ADDRESSED.search(role):
        return "names or reaches a person"
    if is_still_to_come(role):
        return "is a placeholder"
    if not words or len(role) > LONGEST:
        return f"is no role of at most {LONGEST} characters"
    if any(NOUNS.fullmatch(part) for word in words for part in word.split("-")) or all(
        word.isupper() for word in words
    ):
        return ""
    if all(word[0].isupper() for word in words if len(word) > 3):
        return "looks like the name of a person"
    return ""
