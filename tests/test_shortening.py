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
        "(() => { const a = { textContent: 1 }; delete a.textContent; a.textContent ??= 2; return a.textContent++ })()",
    ],
)
def test_what_is_said_often_means_the_same(expression: str) -> None:
    often = "\n".join(f"globalThis.kept{n} = {{ textContent: {n} }}.textContent + 'textContent';" for n in range(9))
    script = WHOLE.format(f"{often}\nconsole.log({expression});")

    assert printed(minified(script)) == printed(script)
    assert minified(script).count("textContent") < script.count("textContent") - 9


def test_it_is_shorter() -> None:
    often = "document.body.append(document.body.textContent);" * 20

    assert len(minified(WHOLE.format(often))) < 0.75 * len(often)


def test_only_a_linked_script_is_taken() -> None:
    with pytest.raises(ValueError, match=r"page\.script"):
        shortened("alert(1)")
