"""Says once what a minified script says often: no minifier that Python has renames members of objects.

`a.textContent` becomes `a[b]`, with `const b = "textContent"` at the top, which is the same by the language itself
(ECMAScript, 13.3.2): nothing has to be known of the object. The second minification gives `b` the shortest free name. Functions that
need no object (`Math.max`), what every window has (`document`) and `null` get a name in the same way.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from string import ascii_letters

HEAD = '"use strict";'
NAME_BYTES = 2  # what the second minification needs for most names
MEMBER_BYTES = 3  # two brackets come, a dot goes, and no quotes are saved
LETTERS = [letter for letter in ascii_letters if letter not in "iqwxyz"]  # those are members of elements or points
FREE = LETTERS + [f"{letter}_" for letter in LETTERS]
_WORD = re.compile(r"[\w$]+")
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
    found = list(_SAID.finditer(body))
    saved = Counter[str]()
    for match in found:
        if word := _word(match):
            saved[word] += len(word) - NAME_BYTES - (MEMBER_BYTES if match["member"] else 0)
    worth = [word for word, bytes_ in saved.items() if bytes_ > len(word) + NAME_BYTES + 2]
    names = {word: f"$said{place}" for place, word in enumerate(worth)}
    constants = ",".join(f"{name}={word}" for word, name in names.items())
    shorter, done = "", 0
    for match in found:
        shorter += body[done : match.start()] + _written(match, names)
        done = match.end()
    return f"{licences}{head}const {constants};{shorter}{body[done:]}" if constants else script


def renamed(script: str, members: Sequence[str]) -> str:
    """Members of the script's own objects by a letter or two. `members`: no platform, data or other script knows them."""
    said = Counter(_WORD.findall(script))
    letters = dict(zip(sorted(members, key=lambda member: -said[member]), FREE, strict=False))
    if len(letters) < len(members):
        raise ValueError(f"{len(members)} names, and {len(FREE)} letters")
    shorter, done = "", 0
    for each in _SAID.finditer(script):
        if each["text"] or each[0].startswith(("`", "/")):
            shorter += _short(script[done : each.start()], letters) + each[0]
            done = each.end()
    return shorter + _short(script[done:], letters)


def _short(passage: str, letters: Mapping[str, str]) -> str:
    return _WORD.sub(lambda word: letters.get(word[0], word[0]), passage)


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
