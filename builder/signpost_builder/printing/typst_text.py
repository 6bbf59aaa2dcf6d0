"""Words as Typst takes them: every run of text is a string literal, so nothing that an author typed can be markup."""

import re

# Typst 0.15, "Strings": these two are escaped, and what breaks a line or cannot be seen is written as its number.
UNSAFE = re.compile(r'["\\\x00-\x1f\x7f\u2028\u2029]')


def literal(text: str) -> str:
    """A string in code mode."""
    return '"' + UNSAFE.sub(_escaped, text) + '"'


def run(text: str) -> str:
    """A run of text in markup. The semicolon ends the expression: what follows cannot be taken for a call on it."""
    return f"#{literal(text)};" if text else ""


def call(name: str, *bodies: str, **arguments: str) -> str:
    """`#name(argument: code)[body][body]`, a whole expression in markup."""
    given = ", ".join(f"{key.replace('_', '-')}: {code}" for key, code in arguments.items())
    return f"#{name}({given})" + "".join(f"[{body}]" for body in bodies) + ";"


def array(items: list[str]) -> str:
    """Code for an array of content from pieces of markup; one item needs its comma."""
    return "(" + "".join(f"[{item}], " for item in items) + ")"


SHORT = 1400  # characters of markup: about a quarter of a page


def whole(markup: str) -> str:
    """Code for the `whole` of style.typ: what is short enough to wait for the next page is not torn over two."""
    return "true" if len(markup) < SHORT else "false"


def _escaped(sign: re.Match[str]) -> str:
    return f"\\{sign[0]}" if sign[0] in '"\\' else f"\\u{{{ord(sign[0]):x}}}"
