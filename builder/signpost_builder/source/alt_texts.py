"""A picture's text must say what the picture shows: many who need it hear nothing else."""

import re
from pathlib import PurePosixPath

PICTURE = (
    r"(?:image|picture|photo|photograph|graphic|icon|logo|figure|diagram|chart|screenshot|drawing|illustration|img|pic)"
)
FILE_NAME = re.compile(
    r".*\.(?:png|jpe?g|gif|svg|webp|avif|heic|bmp|tiff?)"
    r"|(?:img|dsc|dscn|pxl|scan|image|screenshot|screen shot)[ _-]?\d[\d _:.-]*+(?:(?:at|um) [\d :.-]++)?(?:am|pm)?"
)
VAGUE = re.compile(
    rf"(?:an? |the |my )?(?:{PICTURE}|alt|alt text|text|todo|tbd|placeholder|untitled|description)(?: \d+)?|[\W\d_]*"
)
OPENING = re.compile(
    r"(?:an? |the )?(?:image|picture|photo|photograph|graphic) (?:of|showing|that shows)\s", re.IGNORECASE
)


def vague_alt(text: str, address: str) -> str:
    """What is wrong with a text that says nothing of what the picture at `address` shows; empty when nothing is."""
    words = " ".join(text.split())
    plain = words.lower().strip(" .:!")
    if FILE_NAME.fullmatch(plain) or _is_name_of(plain, address):
        return f"'{words}' is a file's name, not what the picture shows"
    if VAGUE.fullmatch(plain):
        return f"'{words}' does not say what the picture shows"
    if opening := OPENING.match(words):
        return f"a picture's text does not begin with '{opening[0].strip()}': it is read out as a picture already"
    return ""


def _is_name_of(plain: str, address: str) -> bool:
    """Whether the words are the file's name; one word alone ("kitchen") may be what it shows."""
    stem = PurePosixPath(address).stem.lower()
    return not stem.isalpha() and _letters(plain) == _letters(stem) and " " not in plain


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
