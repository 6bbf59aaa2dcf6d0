"""Says once what a minified script says often: no minifier that Python has renames members of objects.

`a.textContent` becomes `a[b]`, with `const b = "textContent"` at the top, which is the same by the language itself
(ECMAScript, 13.3.2): nothing has to be known of the object. The second minification gives `b` the shortest free name. Functions that
need no object (`Math.max`), what every window has (`document`) and `null` get a name in the same way.
"""

import re
from collections import Counter
from collections.abc import Sequence
from string import ascii_letters

HEAD = '"use strict";'
NAME_BYTES = 2  # what the second minification needs for most names
MEMBER_BYTES = 3  # two brackets come, a dot goes, and no quotes are saved
LETTERS = [letter for letter in ascii_letters if letter not in "iqwxyz"]  # those are members of elements or points
FREE = LETTERS + [f"{letter}_" for letter in LETTERS]
# Text of any kind is passed over first; keys of objects look like what may be named. A slash behind one of these signs opens a regular expression; the only comments that
# are left are licences.
_SAID = re.compile(
    r"""/\*[\s\S]*?\*/
    |(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')(?P<key>:)?
    |`(?:\\.|[^`\\])*`
    |(?<=[(,=:\[!&|?{};])/(?![/*])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[\n])+/[a-z]*
    |(?<![\w$.])(?!(?<=\{)\w+[,:}]|(?<=,)\w+[:}])(?P<whole>(?:(?:Math|Object|Number|Array)\.[a-z]\w*|null|document|window|addEventListener|String|BigInt|Number|Array)
        (?![\w$]))
    |(?<![\w$.])(?P<constant>const\b)
    |(?<=[\w$)\]}"'`])(?P<sure>\?)?\.(?P<member>[A-Za-z_]\w*)
    """,
    re.VERBOSE,
)


def shortened(script: str) -> str:
    """`script`: minified, one function in strict mode as page.script links it. To be minified once more."""
    licences, head, body = script.partition(HEAD)
    if not head:
        raise ValueError("not a script of page.script")
    saved = Counter[str]()
    for match in _SAID.finditer(body):
        if word := _word(match):
            saved[word] += len(word) - NAME_BYTES - (MEMBER_BYTES if match["member"] else 0)
    worth = [word for word, bytes_ in saved.items() if bytes_ > len(word) + NAME_BYTES + 2]
    names = {word: f"$said{place}" for place, word in enumerate(worth)}
    constants = ",".join(f"{name}={word}" for word, name in names.items())
    shorter = _SAID.sub(lambda match: _written(match, names), body)
    return f"{licences}{head}const {constants};{shorter}" if constants else script


def renamed(script: str, members: Sequence[str]) -> str:
    """Members of the script's own objects by a letter or two. `members`: no platform, data or other script knows them."""
    said = Counter(re.findall(r"[\w$]+", script))
    letters = dict(zip(sorted(members, key=lambda member: -said[member]), FREE, strict=False))
    if len(letters) < len(members):
        raise ValueError(f"{len(members)} names, and {len(FREE)} letters")
    own = re.compile(rf"(?<![\w$])(?:{'|'.join(members)})(?![\w$])")

    def short(match: re.Match[str]) -> str:
        text = match["text"] or match[0].startswith(("`", "/"))
        return match[0] if text else own.sub(lambda name: letters[name[0]], match[0])

    # What _SAID passes over, or else what stands up to the next of it.
    return re.sub(rf"(?:{_SAID.pattern})|(?P<rest>[\w$]+|[^\w$])", short, script, flags=re.VERBOSE)


def loosened(script: str) -> str:
    """`let` for `const`, which is two bytes longer: nothing in a script that ran is assigned a second time."""
    return _SAID.sub(lambda match: "let" if match["constant"] else match[0], script)


def _word(match: re.Match[str]) -> str:
    """What is said, text in quotes; empty for what stays as it is: the keys of objects, templates."""
    if match["whole"]:
        return match["whole"]
    if match["member"]:
        return f'"{match["member"]}"'
    return match["text"] if match["text"] and not match["key"] else ""


def _written(match: re.Match[str], names: dict[str, str]) -> str:
    name = names.get(_word(match))
    if name is None:
        return match[0]
    if match["member"]:
        return f"?.[{name}]" if match["sure"] else f"[{name}]"
    return f" {name} "  # a word may touch it on either side: `case"a"`
