"""The linker: what it makes of modules, what it refuses, and that its script does what the modules do."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from signpost_builder.own_members import OWN_MEMBERS
from signpost_builder.page import render
from signpost_builder.page.script import Adapter, link, minified, player_script, source

from tests.builders import an_edition

JS = Path(__file__).parent / "js"
ROOT = JS.parents[1]
ADAPTERS: tuple[Adapter, ...] = ("scorm12", "scorm2004", "none")
ENGINE_EXPORTS = {
    "score.js": "isScored, percentShown, scoreQuestion, scoreSet",
    "state.js": "decodeState, encodeState, freshState",
    "session.js": "createSession",
    "find-api.js": "findApi",
}
SURVEY_EXPORTS = {  # what pages of other kinds build on: they link these modules too
    "base64url.js": "fromBase64url, toBase64url",
    "delivery.js": "deliver",
    "hpke.js": "loadHpke",
    "outbox.js": "createOutbox",
    "record.js": "beforeInfo, beforePart, pairRecord, recordInfo, singleRecord, slotBytes",
    "seal.js": "seal",
    "waiting.js": "createWaiting",
}
OTHERS = re.compile(
    r"\.\./\.\./builder/(?!signpost_builder/player/)|from \"eslint\""
)  # what is tested beside the player: slides, room, preview …
BESIDE_THE_ENGINE = (
    "speaker.js",
    "actions.js",
    "chance.js",
    "match.js",
    "number.js",
    "order.js",
    "kinds.js",
    "marks.js",
    "questions.js",
    "parse-number.js",
    "screens.js",
    "lms-xblock.js",
    "course-data.js",
    "dom.js",
    "notices.js",
)
LMS_EXPORTS = {"scorm12": "connect, SCORM12_PHASES", "scorm2004": "connect, SCORM2004_PHASES", "none": "connect"}


def linked(**modules: str) -> str:
    """The script of made-up modules; `main` is the entry, `lms_none` the adapter."""
    sources = {name.replace("_", "-") + ".js": text for name, text in modules.items()}
    return link("main.js", "none", sources.__getitem__)


def test_modules_come_in_the_order_in_which_they_are_needed() -> None:
    script = linked(
        main='import { b } from "./b.js";\nimport { a } from "./a.js";\na(b);\n',
        a="export const a = (x) => x;\n",
        b='import { a } from "./a.js";\nexport const b = a(1);\n',
    )

    assert script == "(() => {\n'use strict';\nconst a = (x) => x;\nconst b = a(1);\na(b);\n})();\n"


def test_the_adapter_stands_for_lms_js() -> None:
    script = linked(
        main='import { connect } from "./lms.js";\nconnect();\n', lms_none="export const connect = () => 1;\n"
    )

    assert "const connect = () => 1;" in script


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        (
            {"main": 'import { a } from "./a.js";\n', "a": 'import { b } from "./main.js";\nexport const a = 1;\n'},
            "circle",
        ),
        ({"main": 'import { a } from "./a.js";\n', "a": "const a = 1;\n"}, "main.js:1: a.js does not export a"),
        (
            {"main": 'import { a } from "./a.js";\nconst x = 1;\n', "a": "export const a = 1;\nconst x = 2;\n"},
            "main.js:2: x",
        ),
        ({"main": 'import { a } from "./a.js";\nfunction a() {}\n', "a": "export const a = 1;\n"}, "main.js:2: a"),
        ({"main": 'import a from "./a.js";\n'}, "main.js:1: cannot link"),
        ({"main": 'import { a as b } from "./a.js";\n'}, "main.js:1: cannot link"),
        ({"main": 'import "./a.js";\n'}, "main.js:1: cannot link"),
        ({"main": 'import {\n  a,\n} from "./a.js";\n'}, "main.js:1: cannot link"),
        ({"main": "const x = 1;\nexport { x };\n"}, "main.js:2: cannot link"),
        ({"main": "export default 1;\n"}, "main.js:1: cannot link"),
        ({"main": "export const { x } = window;\n"}, "main.js:1: cannot link"),
        ({"main": "const [x] = list;\n"}, "main.js:1: cannot link"),
        ({"main": "var x = 1;\n"}, "main.js:1: cannot link"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_linked_is_refused(modules: Mapping[str, str], said: str) -> None:
    """With file and line, so that whoever wrote it finds it."""
    with pytest.raises(ValueError, match=said):
        linked(**modules)


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_the_player_links(adapter: Adapter) -> None:
    """One strict function; no import or export is left, and no other adapter is inside."""
    script = player_script(adapter, frozenset({"survey"})).decode()
    names = {"scorm12": "LMSInitialize", "scorm2004": "API_1484_11", "none": ".try"}

    assert script.startswith("(()=>{")
    assert '"use strict"' in re.sub(r"/\*!.*?\*/", "", script, flags=re.DOTALL)[:40]  # behind the licence of a library
    assert "import " not in script
    assert "export " not in script
    assert "</script" not in script.lower()
    assert [
        name for name, word in names.items() if word in script or (name == "scorm12" and "lesson_status" in script)
    ] == [adapter]


@pytest.mark.parametrize("without", [frozenset(), frozenset({"survey"})], ids=["whole", "without survey"])
@pytest.mark.parametrize("adapter", ADAPTERS)
def test_the_player_loads(adapter: Adapter, without: frozenset[str], tmp_path: Path) -> None:
    """In node, in a page that is hardly there: no syntax error, no name that is missing at the top."""
    (tmp_path / "player.js").write_bytes(player_script(adapter, without))
    (tmp_path / "data.json").write_text(json.dumps(render(an_edition()).data), encoding="utf-8")
    run = subprocess.run(
        ["node", JS / "load-bundle.js", tmp_path / "player.js", tmp_path / "data.json"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (run.returncode, run.stderr) == (0, "")


def test_the_sealing_library_is_what_its_packages_make() -> None:
    """`make hpke` again: the same bytes, so what is committed is the published libraries and nothing else."""
    if not (ROOT / "node_modules/esbuild").is_dir():
        pytest.skip("node_modules/esbuild is missing: `make test` installs it")
    run = subprocess.run(["node", "vendor/hpke/bundle.js"], cwd=ROOT, capture_output=True, timeout=60, check=False)

    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.decode() == source("hpke.js")


@pytest.mark.parametrize(
    ("bundler", "made"),
    [
        ("qr", "player/qr.js"),
        ("register", "formats/trainer/register/libraries.js"),
        ("hashes", "formats/trainer/room/hashes.js"),
    ],
)
def test_the_libraries_of_codes_are_what_their_packages_make(bundler: str, made: str) -> None:
    """`make register` again: the same bytes."""
    if not (ROOT / "node_modules/esbuild").is_dir():
        pytest.skip("node_modules/esbuild is missing: `make test` installs it")
    run = subprocess.run(
        ["node", f"vendor/{bundler}/bundle.js"], cwd=ROOT, capture_output=True, timeout=60, check=False
    )

    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.decode() == (ROOT / "builder/signpost_builder" / made).read_text("utf-8")


def test_the_web_edition_carries_the_licence_of_its_code() -> None:
    """MIT again; where a platform keeps who finished there is neither code nor notice."""
    without = frozenset({"survey"})

    assert "\nMIT License Copyright (c) 2021-2025 David Evans" in player_script("none", without).decode()
    for adapter in ("scorm12", "scorm2004", "xblock"):
        assert "SIGNPOST-PROOF" not in player_script(adapter, without).decode()


def test_packages_that_seal_carry_the_licences() -> None:
    """MIT: the notice goes with every copy."""
    script = player_script("scorm12").decode()

    for name in ("hpke", "@panva/hpke-noble", "@noble/curves", "@noble/ciphers", "@noble/hashes"):
        assert f"\n{name} " in script
    assert "Permission is hereby granted, free of charge" in script
    assert "Permission is hereby granted" not in player_script("scorm12", frozenset({"survey"})).decode()


def engine(adapter: Adapter) -> str:
    """The engine alone, minified; what it exports lands in `globalThis.engine_<adapter>`."""
    return bundle(f"engine_{adapter}", adapter, {**ENGINE_EXPORTS, "lms.js": LMS_EXPORTS[adapter]})


def bundle(name: str, adapter: Adapter, exports: Mapping[str, str]) -> str:
    imports = "".join(f'import {{ {names} }} from "./{module}";\n' for module, names in exports.items())
    entry = f"{imports}globalThis.{name} = {{ {', '.join(exports.values())} }};\n"
    return minified(link("entry.js", adapter, lambda name: entry if name == "entry.js" else source(name)))


def test_numbers_and_texts_said_once_stand_where_they_are_used() -> None:
    script = linked(
        main='import { LATE } from "./a.js";\nconst NOT = "1";\nuse(LATE * 2, LATER, NOT);\n',
        a="/** Milliseconds. */\nexport const LATE = 5000; // long\nconst LATER = 1e3;\n",
    )

    assert 'use(5000 * 2, 1e3, "1")' in script
    assert "const LATE" not in script


def test_members_that_are_renamed_are_nobody_elses() -> None:
    """Neither the page's data, its markup, templates of text, nor the other script of the blocks speaks of them."""
    player = ROOT / "builder/signpost_builder/player"
    types = (player / "types.d.ts").read_text()
    others = re.findall(
        r"interface (?:Spec|CourseData|SurveyData|FormPageData|Block\w+) [^{]*\{.*?\n\}", types, re.DOTALL
    )
    written = {name for each in others for name in re.findall(r"(\w+)\??:", each)}
    templates = [code for path in player.glob("*.js") for code in re.findall(r"`[^`]*`", _without_comments(path))]
    spoken_of = set(re.findall(r"\w+", "".join(re.findall(r"\$\{[^}]*\}", "".join(templates)))))
    markup = "".join(path.read_text() for path in (ROOT / "builder/signpost_builder/templates").glob("*.html"))
    host = (ROOT / "xblocks/signpost_xblocks/public/host.js").read_text()
    sealing = _without_comments(player / "hpke.js")

    assert len(others) >= 8
    assert set(OWN_MEMBERS) & (written | spoken_of) == set()
    for name in OWN_MEMBERS:
        assert f"data-{name.lower()}" not in markup
        assert not re.search(rf"\.{name}\b", host + sealing), name


def _without_comments(path: Path) -> str:
    return re.sub(r"/\*[\s\S]*?\*/|^\s*//.*$", "", path.read_text(), flags=re.MULTILINE)


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_the_engine_is_small(adapter: Adapter) -> None:
    """Its share of the 34 KB that a package may spend on script."""
    assert len(engine(adapter).encode("utf-8")) <= 15 * 1024


def test_the_minified_engine_does_what_the_modules_do(tmp_path: Path) -> None:
    """Every test of the player in tests/js once more, with the modules replaced by what a package really carries.

    Minifiers make mistakes: one turned Math.trunc(x) into x|0, which is another number from 2**31 on.
    """
    player = tmp_path / "builder/signpost_builder/player"
    player.mkdir(parents=True)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    shutil.copytree(JS, tmp_path / "tests/js")
    shutil.copytree(JS.parent / "vectors", tmp_path / "tests/vectors")
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    for adapter in ADAPTERS:
        (player / f"engine_{adapter}.js").write_text(engine(adapter), encoding="utf-8")
        stand_in(player / f"lms-{adapter}.js", LMS_EXPORTS[adapter], f"engine_{adapter}")
    for module, names in ENGINE_EXPORTS.items():
        stand_in(player / module, names, "engine_scorm12")
    (player / "survey_engine.js").write_text(bundle("survey_engine", "none", SURVEY_EXPORTS), encoding="utf-8")
    for module, names in SURVEY_EXPORTS.items():
        stand_in(player / module, names, "survey_engine")
    for module in BESIDE_THE_ENGINE:
        (player / module).write_text(source(module), encoding="utf-8")
    tests = [path for path in sorted((tmp_path / "tests/js").glob("*.test.js")) if not OTHERS.search(path.read_text())]
    run = subprocess.run(
        ["node", "--test", "--test-reporter=tap", *tests],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    failed = [line for line in run.stdout.splitlines() if line.lstrip().startswith("not ok")]

    assert (run.returncode, failed) == (0, [])
    assert "# pass 0" not in run.stdout


def stand_in(path: Path, names: str, engine: str) -> None:
    path.write_text(f'import "./{engine}.js";\nexport const {{ {names} }} = globalThis.{engine};\n')
