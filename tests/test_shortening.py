"""What a script says often is said once, and the script still does the same."""

import subprocess

import pytest
from signpost_builder.page.script import minified
from signpost_builder.shortening import shortened

WHOLE = "(() => {{\n'use strict';\n{}\n}})();\n"


def printed(script: str) -> str:
    run = subprocess.run(["node", "-"], input=script, capture_output=True, text=True, check=True, timeout=30)
    return run.stdout


@pytest.mark.parametrize(
    "expression",
    [
        "[1, 2, 3].length + 'length'.length",
        "({ textContent: 'a.textContent' }).textContent",
        "`${'textContent'.length}.textContent`",
        "/\\.textContent[\"'/]/.test('x.textContent/')",
        "globalThis.nothing?.textContent ?? 'textContent'",
        "(({ textContent }) => textContent)({ textContent: 1.5.toFixed(1) })",
        "(() => { switch ('textContent') { case 'textContent': return 'textContent'; } })()",
        "true ? 'textContent' : 'longer than that'",
        "[...'textContent'].length",
        "[null, undefined].map((each) => each === null ? 'null' : `${null}`).join()",
        "Math.max(...[1, 2], Math.min(3, 4)) + Array.from({ length: 2 }, (_, n) => n).length + Number.isInteger(1)",
        "[String(1), BigInt(2) + 1n, Object.keys({ null: 1, String: 2, document: 3 })].join()",
        "(() => { let all = ''; for (const one of ['const ', \"const \", `const `]) { const { length } = one; all += length; } return all; })()",
        "(() => { const a = { textContent: 1 }; delete a.textContent; a.textContent ??= 2; return a.textContent++ })()",
    ],
)
def test_what_is_said_often_means_the_same(expression: str) -> None:
    often = "\n".join(f"globalThis.kept{n} = {{ textContent: {n} }}.textContent + 'textContent';" for n in range(9))
    often += (
        "\nglobalThis.more = [null, null, null, Math.max(1), Math.max(2), String(1), String(2), String(3), String(4)];"
    )
    script = WHOLE.format(f"{often}\nconsole.log({expression});")

    assert printed(minified(script)) == printed(script)
    assert minified(script).count("textContent") < script.count("textContent") - 9


def test_own_members_are_a_letter_everywhere_but_in_texts() -> None:
    script = WHOLE.format(
        "const one = { visited: 1, see() { return this.visited; }, 'x.visited': 2 };\nconsole.log(one.see(), one.visited, Object.keys(one)[1], 'visited', /visited/.source);"
    )
    short = minified(script, ("visited",))

    assert printed(short) == printed(script)
    assert short.count("visited") == 3


def test_it_is_shorter() -> None:
    often = "document.body.append(document.body.textContent);" * 20

    assert len(minified(WHOLE.format(often))) < 0.75 * len(often)


def test_only_a_linked_script_is_taken() -> None:
    with pytest.raises(ValueError, match=r"page\.script"):
        shortened("alert(1)")
