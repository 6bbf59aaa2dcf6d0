"""Links the player's ES modules into the one classic script of a package. Needs no Node."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import minify

from signpost_builder.own_members import OWN_MEMBERS
from signpost_builder.page.kept import kept
from signpost_builder.shortening import loosened, renamed, shortened

Adapter = Literal["scorm12", "scorm2004", "xblock", "none"]
# Lines of player.js for pages without a platform: where there is one, it keeps who finished, and is not asked on every page.
ALONE = ("prepareProof", "saveNow")

_IMPORT = re.compile(r'import \{ (\w+(?:, \w+)*) \} from "\./([\w-]+\.js)";')
_EXPORT = re.compile(r"export (?=(?:const|let|class|function|async function)\b)")
_DECLARATION = re.compile(r"(?:const|let|class|function\*?|async function) (\w+)")
_NUMBER = re.compile(r"(?:export )?const ([A-Z][A-Z0-9_]*) = (\d[\d.e]*);.*")
_SAID_ONCE = re.compile(r"^const ([A-Z][A-Z0-9_]*) = (\"[^\"]*\"|/(?:[^/\\\n]|\\.)+/);.*\n", re.MULTILINE)
_NAME = re.compile(r"\b[A-Z][A-Z0-9_]*\b")
_LEFT_OVER = re.compile(r"(?:import|export)\b|(?:const|let|var) [\[{]|var ")


@cache
def player_script(adapter: Adapter, without: frozenset[str] = frozenset()) -> bytes:
    """`player.js` of packages: a strict-mode function around every module that the entry needs, minified.

    `without`: optional modules that the page has no use for ("scenario"); what they export does nothing then.
    """
    read = source if adapter == "none" else _for_a_platform

    def make() -> bytes:
        return minified(link("player.js", adapter, read, without), OWN_MEMBERS).encode("utf-8") + b"\n"

    return kept(_player() / "__pycache__", f"player.js {adapter} {' '.join(sorted(without))}", make)


def _for_a_platform(module: str) -> str:
    """Without what is for pages alone: not even a function that does nothing, because its bytes count."""
    lines = source(module).splitlines()
    return "\n".join(line for line in lines if module != "player.js" or not any(word in line for word in ALONE))


def source(module: str) -> str:
    """A module of builder/signpost_builder/player/ as it is written."""
    return (_player() / module).read_text(encoding="utf-8")


@cache
def _player() -> Path:
    return Path(str(files("signpost_builder") / "player"))


def minified(script: str, own: Sequence[str] = ()) -> str:
    """Again and again: what is said often gets a name in between, and the next time that name becomes short.

    `own`: members that may be renamed.
    """
    plain = _minify(script)
    return _minify(loosened(_minify(shortened(renamed(plain, own) if own else plain))))


def _minify(script: str) -> str:
    return minify.string("application/javascript", script)


def link(entry: str, adapter: Adapter, read: Callable[[str], str], without: frozenset[str] = frozenset()) -> str:
    """One script from `entry` and what it imports; "./lms.js" stands for the adapter's module.

    The modules keep to a form that lines alone can tell: imports by name, one line each, from "./x.js"; exports in
    front of a declaration; no two declarations of one name at the top of any two modules. Anything else, and an
    import that goes in a circle or asks for a name that is not there, is a ValueError. Numbers with a name in capitals
    stand where they are used, and so do texts and patterns that are used once.
    """
    linked: dict[str, str] = {}
    owners: dict[str, str] = {}
    exports: dict[str, set[str]] = {}
    numbers: dict[str, str] = {}

    def add(name: str, importers: tuple[str, ...]) -> None:
        if name in importers:
            raise ValueError(f"{' -> '.join((*importers, name))} is a circle of imports")
        if name in linked:
            return
        lines, exports[name] = [], set()
        for number, line in enumerate(read(name).splitlines(), 1):
            if imported := _IMPORT.fullmatch(line):
                target = f"lms-{adapter}.js" if imported[2] == "lms.js" else imported[2]
                if target.removesuffix(".js") in without:
                    lines += [f"const {absent} = () => {{}};" for absent in imported[1].split(", ")]
                    continue
                add(target, (*importers, name))
                if missing := set(imported[1].split(", ")) - exports[target]:
                    raise ValueError(f"{name}:{number}: {target} does not export {', '.join(sorted(missing))}")
                continue
            plain = _EXPORT.sub("", line, count=1) if line.startswith("export ") else line
            if _LEFT_OVER.match(plain):
                raise ValueError(f"{name}:{number}: cannot link {line!r}")
            if declared := _DECLARATION.match(plain):
                if (owner := owners.setdefault(declared[1], name)) != name:
                    raise ValueError(f"{name}:{number}: {declared[1]} is declared in {owner} too")
                if plain != line:
                    exports[name].add(declared[1])
            if number_here := _NUMBER.fullmatch(line):
                numbers[number_here[1]] = number_here[2]
            else:
                lines.append(plain)
        linked[name] = "\n".join(lines)

    add(entry, ())
    script = _in_place("\n".join(linked.values()), numbers)
    return f"(() => {{\n'use strict';\n{script}\n}})();\n"


def _in_place(script: str, numbers: Mapping[str, str]) -> str:
    script = _NAME.sub(lambda word: numbers.get(word[0], word[0]), script)
    used = Counter(_NAME.findall(script))
    once = {name: value for name, value in _SAID_ONCE.findall(script) if used[name] == 2}
    script = _SAID_ONCE.sub(lambda line: "" if line[1] in once else line[0], script)
    return _NAME.sub(lambda word: once.get(word[0], word[0]), script)
