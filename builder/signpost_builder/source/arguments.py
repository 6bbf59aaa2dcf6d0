"""What stands behind a directive's name: words, and key=value."""

import re

from signpost_builder.diagnostics import Findings, Read, Span, error

SINGLE = "'"
CURLY = "“”„‟‘’‚«»"
ARGUMENT = re.compile(r"""([A-Za-z_-]+)\s*=\s*(?:"([^"]*)"|([^\s"]+))(?=\s|$)|([^\s="]+)(?=\s|$)""")


Arguments = tuple[tuple[str, ...], dict[str, str]]  # words, options


def arguments(rest: str, span: Span) -> Read[Arguments]:
    """The words and the options behind a directive's name; what is neither is noted."""
    findings, words, options, at = Findings(), list[str](), dict[str, str](), 0
    while at < len(rest):
        if rest[at].isspace():
            at += 1
            continue
        argument = ARGUMENT.match(rest, at)
        if not argument:
            message = f"'{rest[at : at + 30]}' is not 'key=value' or 'key=\"some words\"'"
            findings.append(error(span, "malformed-directive", message, "close the quotes; no spaces around '='"))
            break
        key, quoted, bare, word = argument.groups()
        if (bare or word or " ")[0] in SINGLE:
            message = f"single quotes do not hold words together here: '{argument[0]}'"
            findings.append(error(span, "malformed-directive", message, 'write double quotes: key="some words"'))
            break
        if (bare or word or " ")[0] in CURLY:
            message = f"typographic quotes do not hold words together here: '{argument[0]}'"
            findings.append(error(span, "malformed-directive", message, 'write straight quotes: key="some words"'))
            break
        if word:
            words.append(word)
        elif key in options:
            message = f"'{key}' is given twice"
            findings.append(error(span, "malformed-directive", message, "keep one of the two"))
        else:
            options[key] = quoted if quoted is not None else bare
        at = argument.end()
    return findings.beside((tuple(words), options))
