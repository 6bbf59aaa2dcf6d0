"""`signpost check FILE.h5p`: one fault for each rule; packages without fault have nothing to find."""

import copy
import json
import zipfile
from functools import partial
from typing import Any

import pytest
from click.testing import CliRunner
from signpost_builder.checking import lint
from signpost_builder.cli import main as command
from signpost_builder.formats.h5p import check_fields as h5p_fields
from signpost_builder.formats.h5p import check_types as h5p_types
from signpost_builder.formats.h5p.fields import FIELDS
from signpost_builder.formats.h5p.library import PROFILES, TAGS
from signpost_builder.lint import archive

from tests.h5p_packages import MAINS, PNG, SUMMARY, TEXT, a_choice, a_nested, a_tree, metadata_of, write_h5p

QUIZ, BOOK, SCENARIO = "H5P.QuestionSet", "H5P.InteractiveBook", "H5P.BranchingScenario"
REMOVED = object()
QUESTION = ("questions", 0, "params")
CHAPTER = ("chapters", 0, "params", "content")
NODES = ("branchingScenario", "content")
DECISION = (*NODES, 1, "type", "params", "branchingQuestion")
UUID = "0a3e5f10-1111-5222-8333-444455556666"


def changed(value: Any, path: tuple, new: Any) -> Any:
    """A copy with `new` at `path`, or without it."""
    value = copy.deepcopy(value)
    place = value
    for step in path[:-1]:
        place = place[step]
    if new is REMOVED:
        del place[path[-1]]
    else:
        place[path[-1]] = new(place[path[-1]]) if callable(new) else new
    return value


def found(tmp_path, tree):
    return lint(write_h5p(tmp_path / "package.h5p", tree)).diagnostics


# code, main type, path in content.json, what stands there instead
IN_CONTENT = [
    ("h5p-nested-type", QUIZ, ("questions", 1), a_nested("H5P.Summary", SUMMARY)),
    ("h5p-nested-type", BOOK, (*CHAPTER, 0, "content"), a_nested("H5P.BranchingScenario", MAINS["H5P.BranchingScenario"])),
    ("h5p-nested-type", BOOK, (*CHAPTER, 0, "content"), a_nested("H5P.SortParagraphs", MAINS["H5P.SortParagraphs"])),
    ("h5p-nested-type", BOOK, ("chapters", 0), {"chapter": {}, **a_nested("H5P.AdvancedText", TEXT)}),
    ("h5p-nested-type", BOOK, ("chapters", 0, "library"), "H5P.Column"),
    ("h5p-nested-type", BOOK, ("chapters", 0, "params"), "text"),
    ("h5p-nested-type", QUIZ, (*QUESTION, "media"), {"type": a_nested("H5P.AdvancedText", TEXT)}),
    ("h5p-version", QUIZ, ("questions", 0, "library"), "H5P.MultiChoice 1.14"),
    ("h5p-version", BOOK, ("chapters", 0, "library"), "H5P.Column 1.17"),
    ("h5p-field-missing", QUIZ, ("questions",), REMOVED),
    ("h5p-field-missing", QUIZ, (*QUESTION, "question"), REMOVED),
    ("h5p-field-missing", QUIZ, (*QUESTION, "question"), " "),
    ("h5p-field-missing", QUIZ, (*QUESTION, "answers", 0, "text"), REMOVED),
    ("h5p-field-missing", BOOK, ("behaviour",), REMOVED),
    ("h5p-field-missing", BOOK, ("chapters", 0, "metadata", "title"), ""),
    ("h5p-field-missing", BOOK, ("chapters", 0, "metadata"), {}),
    ("h5p-field-missing", SCENARIO, (*DECISION, "question"), REMOVED),
    ("h5p-field-value", QUIZ, ("questions", 1, "params", "correct"), False),
    ("h5p-field-value", QUIZ, ("questions", 1, "params", "correct"), "no"),
    ("h5p-field-value", QUIZ, ("passPercentage",), 180),
    ("h5p-field-value", QUIZ, ("passPercentage",), True),
    ("h5p-field-value", QUIZ, ("override", "retryButton"), False),
    ("h5p-field-value", QUIZ, (*QUESTION, "answers"), {}),
    ("h5p-field-value", QUIZ, (*QUESTION, "answers", 1), "text"),
    ("h5p-field-value", QUIZ, (*QUESTION, "behaviour", "randomAnswers"), "yes"),
    ("h5p-field-value", QUIZ, QUESTION, {**a_choice(), "answers": [{"text": "a", "correct": True}] * 2, "behaviour": {"type": "single"}}),
    ("h5p-field-unknown", QUIZ, (*QUESTION, "behavior"), {}),
    ("h5p-field-unknown", BOOK, ("chapters", 0, "params", "title"), "x"),
    ("h5p-list-length", QUIZ, ("questions",), []),
    ("h5p-list-length", BOOK, (*CHAPTER, 4, "content", "params", "choices", 0, "answers"), ["<p>one</p>"]),
    ("h5p-list-length", BOOK, (*CHAPTER, 4, "content", "params", "choices", 0, "answers"), ["<p>one</p>"] * 5),
    ("h5p-list-length", BOOK, ("chapters",), lambda chapters: chapters * 26),
    ("h5p-tag", QUIZ, (*QUESTION, "question"), "<p>One</p><ul><li>two</li></ul>"),
    ("h5p-tag", QUIZ, (*QUESTION, "question"), '<p><a href="https://example.org/">two</a></p>'),
    ("h5p-tag", QUIZ, (*QUESTION, "answers", 0, "text"), "<b>bold</b>"),
    ("h5p-tag", QUIZ, (*QUESTION, "question"), "<p>One<!-- note --></p>"),
    ("h5p-tag", BOOK, (*CHAPTER, 0, "content", "params", "text"), "<h1>Signs</h1>"),
    ("h5p-tag", BOOK, (*CHAPTER, 0, "content", "params", "text"), "<table><tr><td>x</td></tr></table>"),
    ("h5p-tag", BOOK, (*CHAPTER, 0, "content", "params", "text"), '<p><img src="images/map.png"></p>'),
    ("h5p-attribute", BOOK, (*CHAPTER, 0, "content", "params", "text"), '<p onclick="alert(1)">x</p>'),
    ("h5p-attribute", BOOK, (*CHAPTER, 0, "content", "params", "text"), '<p style="color: red">x</p>'),
    ("h5p-attribute", BOOK, (*CHAPTER, 0, "content", "params", "text"), '<p><a href="javascript:alert(1)">x</a></p>'),
    ("h5p-tel", BOOK, (*CHAPTER, 0, "content", "params", "text"), '<p><a href="tel:08001111">Childline</a></p>'),
    ("h5p-tel", BOOK, (*CHAPTER, 0, "content", "params", "text"), '<p><a href=" TEL:0800 1111">Childline</a></p>'),
    ("h5p-tel", BOOK, (*CHAPTER, 3, "content", "params", "panels", 0, "title"), "tel:0800 1111"),
    ("h5p-tel", QUIZ, (*QUESTION, "question"), "<p>Call tel:+44 800 1111</p>"),
    ("h5p-escape", BOOK, (*CHAPTER, 3, "content", "params", "panels", 0, "title"), "Less < more"),
    ("h5p-escape", BOOK, (*CHAPTER, 3, "content", "params", "panels", 0, "title"), "This & that"),
    ("h5p-escape", BOOK, (*CHAPTER, 2, "content", "params", "alt"), 'A "map"'),
    ("h5p-escape", BOOK, (*CHAPTER, 0, "content", "params", "text"), "<p>1 < 2</p>"),
    ("h5p-gap-marks", QUIZ, ("questions", 2, "params", "questions", 0), "<p>Call *999.</p>"),
    ("h5p-gap-marks", QUIZ, ("questions", 2, "params", "questions", 0), "<p>Call 999.</p>"),
    ("h5p-gap-marks", QUIZ, ("questions", 3, "params", "textField"), "First **listen**."),
    ("h5p-gap-marks", QUIZ, ("questions", 3, "params", "distractors"), "*one"),
    ("h5p-id", QUIZ, ("questions", 0, "subContentId"), REMOVED),
    ("h5p-id", QUIZ, ("questions", 0, "subContentId"), UUID.upper().replace("0A3E", "0A3F")),
    ("h5p-id", QUIZ, ("questions", 0, "subContentId"), 7),
    ("h5p-id", QUIZ, ("questions",), lambda questions: [questions[0], questions[0]]),
    ("h5p-id", BOOK, (*CHAPTER, 4, "content", "params", "choices", 0, "subContentId"), "one"),
    ("h5p-metadata", QUIZ, ("questions", 0, "metadata", "license"), "CC-BY"),
    ("h5p-metadata", QUIZ, ("questions", 0, "metadata"), []),
    ("h5p-escape", BOOK, ("chapters", 0, "metadata", "title"), "Signs & <more>"),
    ("h5p-media-missing", BOOK, (*CHAPTER, 2, "content", "params", "file", "path"), "images/mop.png"),
    ("h5p-media-missing", BOOK, (*CHAPTER, 2, "content", "params", "file", "path"), "../images/map.png"),
    ("h5p-media-type", BOOK, (*CHAPTER, 2, "content", "params", "file", "mime"), "image/jpeg"),
    ("h5p-media-unused", BOOK, (*CHAPTER, 2, "content"), a_nested("H5P.AdvancedText", {"text": "<p>images/map.png</p>"})),
    ("h5p-remote", BOOK, (*CHAPTER, 2, "content", "params", "file", "path"), "https://cdn.example/map.png"),
    ("h5p-remote", BOOK, (*CHAPTER, 2, "content", "params", "file", "path"), "//cdn.example/map.png"),
    ("h5p-scenario-link", SCENARIO, (*DECISION, "alternatives", 0, "nextContentId"), 3),
    ("h5p-scenario-link", SCENARIO, (*NODES, 0, "nextContentId"), REMOVED),
    ("h5p-scenario-endless", SCENARIO, (*NODES, 2, "nextContentId"), 0),
    ("h5p-scenario-unreachable", SCENARIO, (*DECISION, "alternatives", 0, "nextContentId"), -1),
    ("h5p-survey", QUIZ, (*QUESTION, "answers", 0, "correct"), False),
    ("h5p-survey", BOOK, (*CHAPTER, 0, "content"), a_nested("H5P.Questionnaire", {"questionnaireElements": []})),
]  # fmt: skip

# code, path in h5p.json, what stands there instead
IN_METADATA = [
    ("h5p-title", ("title",), REMOVED),
    ("h5p-title", ("title",), "é" * 128),
    ("h5p-title", ("title",), "two\nlines"),
    ("h5p-metadata", ("language",), REMOVED),
    ("h5p-metadata", ("language",), "en-GB-oxendict"),
    ("h5p-metadata", ("embedTypes",), REMOVED),
    ("h5p-metadata", ("embedTypes",), ["external"]),
    ("h5p-metadata", ("license",), "CC BY 4.0"),
    ("h5p-metadata", ("licenseVersion",), "4"),
    ("h5p-metadata", ("yearsFrom",), 2026),
    ("h5p-metadata", ("source",), "example.org"),
    ("h5p-metadata", ("authors",), [{"name": "One", "role": "Two words"}]),
    ("h5p-metadata", ("authors",), "One"),
    ("h5p-metadata", ("changes",), [{"date": "2026-11-23", "author": "One", "log": "x"}]),
    ("h5p-metadata", ("authorComments",), "x" * 5001),
    ("h5p-field-unknown", ("titel",), "x"),
    ("h5p-dependencies", ("mainLibrary",), "H5P.Column"),
    ("h5p-dependencies", ("mainLibrary",), REMOVED),
    ("h5p-dependencies", ("preloadedDependencies",), {}),
    ("h5p-dependencies", ("preloadedDependencies", 0, "minorVersion"), "one"),
    (
        "h5p-dependencies",
        ("preloadedDependencies",),
        lambda listed: [one for one in listed if "Blanks" not in one["machineName"]],
    ),
    (
        "h5p-dependencies",
        ("preloadedDependencies",),
        lambda listed: [*listed, {"machineName": "FontAwesome", "majorVersion": 4, "minorVersion": 5}],
    ),
    ("h5p-version", ("preloadedDependencies", 3, "minorVersion"), 99),
]

# code, name of an entry that is added, its content
IN_THE_ZIP = [
    ("h5p-directory-entry", "content/", b""),
    ("h5p-file-type", "content/images/map.svg", b"<svg/>"),
    ("h5p-file-type", "content/page.html", b"<p>"),
    ("h5p-stray-file", "notes.txt", b"x"),
    ("h5p-stray-file", "content/_draft.txt", b"x"),
    ("zip-stray-file", "content/.DS_Store", b"x"),
    ("zip-unsafe-name", "../evil.txt", b"x"),
    ("zip-repeated-name", "content/Content.json", b"{}"),
    ("h5p-library", "scripts/a.js", b"x"),
    ("h5p-library", "H5P.Blanks-1.14/library.json", b'{"machineName": "H5P.Blanks"}'),
    (
        "h5p-library",
        "H5P.Blanks-1.14/library.json",
        b'{"machineName": "H5P.Blanks", "majorVersion": 1, "minorVersion": 14}',
    ),
    ("h5p-library", "blanks/library.json", b'{"machineName": "H5P.Blanks", "majorVersion": 1, "minorVersion": 14}'),
]


@pytest.mark.parametrize("main", MAINS)
def test_a_good_package_has_nothing_to_find(main, tmp_path):
    """The samples below are wrong in one way only."""
    report = lint(write_h5p(tmp_path / "package.h5p", a_tree(main)))

    assert (report.diagnostics, report.notes) == ((), ())
    assert report.standard.startswith(f"{main} ")
    assert "hub-2025" in report.standard


@pytest.mark.parametrize(
    ("code", "main", "path", "new"),
    IN_CONTENT,
    ids=lambda value: value if isinstance(value, str) and value.startswith("h5p-") else "",
)
def test_faults_of_content(code, main, path, new, tmp_path):
    """Each is reported in content.json, with the path to it."""
    content = changed(MAINS[main], path, new)
    metadata = (
        metadata_of(main, content)
        if code != "h5p-nested-type" or isinstance(new, dict)
        else metadata_of(main, MAINS[main])
    )

    here = found(tmp_path, {**a_tree(main), **a_tree(main, content, metadata)})

    assert code in {one.code for one in here}, here
    assert all(str(one.span.path).startswith(("content/", "h5p.json")) for one in here)


@pytest.mark.parametrize(
    ("code", "path", "new"),
    IN_METADATA,
    ids=lambda value: value if isinstance(value, str) and value.startswith("h5p-") else "",
)
def test_faults_of_the_metadata(code, path, new, tmp_path):
    """Each is reported in h5p.json."""
    here = found(tmp_path, a_tree(QUIZ, metadata=changed(metadata_of(QUIZ, MAINS[QUIZ]), path, new)))

    assert (code, "h5p.json") in {(one.code, str(one.span.path)) for one in here}, here


@pytest.mark.parametrize(("code", "name", "content"), IN_THE_ZIP)
def test_faults_of_the_zip(code, name, content, tmp_path):
    """Each is reported; other findings may follow from it."""
    assert code in {one.code for one in found(tmp_path, {**a_tree(QUIZ), name: content})}


@pytest.mark.parametrize(
    ("code", "name", "content"),
    [
        ("h5p-missing", "h5p.json", None),
        ("h5p-missing", "content/content.json", None),
        ("h5p-not-json", "h5p.json", b"\xff{}"),
        ("h5p-not-json", "content/content.json", b"{"),
        ("h5p-not-json", "content/content.json", b"[]"),
        ("h5p-not-json", "content/content.json", b'{"a": NaN}'),
        ("h5p-not-json", "content/content.json", b"[" * 100_000),
        ("h5p-not-json", "content/content.json", b'{"a": ' + b"[" * 400 + b"]" * 400 + b"}"),
        ("h5p-media-type", "content/images/map.png", b"GIF89a"),
        ("zip-bomb", "content/images/map.png", b"\0" * (8 * archive.MIB)),
    ],
)
def test_files_that_cannot_be_read(code, name, content, tmp_path):
    """What cannot be looked into is said, and nothing crashes."""
    tree = {key: value for key, value in {**a_tree(BOOK), name: content}.items() if value is not None}

    assert code in {one.code for one in found(tmp_path, tree)}


def test_a_package_zipped_with_its_folder_is_told(tmp_path):
    """The common mistake is named."""
    (here,) = [
        one
        for one in found(tmp_path, {f"quiz/{name}": data for name, data in a_tree(QUIZ).items()})
        if one.code == "h5p-missing"
    ]

    assert "quiz/h5p.json" in here.hint


def test_the_profile_that_fits_is_named(tmp_path):
    """A package for current sites is no package with faults."""
    newer = PROFILES["hub-2026"]
    metadata = metadata_of(QUIZ, MAINS[QUIZ])
    for one in metadata["preloadedDependencies"]:
        one["minorVersion"] = int(newer.versions[one["machineName"]].split(".")[1])

    report = lint(write_h5p(tmp_path / "package.h5p", a_tree(QUIZ, metadata=metadata)))

    assert (report.diagnostics, report.standard) == ((), "H5P.QuestionSet 1.21 for hub-2026")


def test_a_type_that_stands_only_in_others(tmp_path):
    """A text is no content of its own on any host."""
    (here,) = found(tmp_path, a_tree("H5P.AdvancedText", TEXT))

    assert (here.code, here.hint) == ("h5p-nested-type", "put it into an H5P.Column")


def test_what_has_no_table_is_said(tmp_path):
    """A type that was never tried is neither right nor wrong."""
    content = changed(
        MAINS[QUIZ], ("questions", 0), {"library": "H5P.DragQuestion 1.14", "params": {"any": 1}, "subContentId": UUID}
    )
    metadata = metadata_of(QUIZ, content)

    report = lint(write_h5p(tmp_path / "package.h5p", a_tree(QUIZ, content, metadata)))

    assert report.diagnostics == ()
    assert report.notes == ("The fields of H5P.DragQuestion 1.14 were not judged: Signpost has no table for them.",)


def a_full_tree() -> dict[str, bytes]:
    """A quiz with its libraries, and what comes along in the folders of real ones."""
    tree = a_tree(QUIZ)
    for one in metadata_of(QUIZ, MAINS[QUIZ])["preloadedDependencies"]:
        folder = f"{one['machineName']}-{one['majorVersion']}.{one['minorVersion']}"
        library = {**one, "preloadedJs": [{"path": "scripts/view.js"}], "preloadedCss": [{"path": "view.css"}]}
        tree |= {f"{folder}/library.json": json.dumps(library).encode(), f"{folder}/semantics.json": b"[]"}
        tree |= {
            f"{folder}/scripts/view.js": b"H5P = H5P || {};",
            f"{folder}/view.css": b"",
            f"{folder}/language/pl.json": b"{}",
        }
        tree |= {f"{folder}/.travis.yml": b"x", f"{folder}/docs/_config.yml": b"x", f"{folder}/docs/read me.md": b"x"}
    return tree


def test_a_package_with_its_libraries_is_complete(tmp_path):
    """Folders of libraries are no stray files, nor is what documents them."""
    assert found(tmp_path, a_full_tree()) == ()


@pytest.mark.parametrize(
    ("name", "new", "words"),
    [
        ("scripts/view.js", None, "no 'scripts/view.js', which its library.json names"),
        ("view.css", None, "no 'view.css', which its library.json names"),
        ("semantics.json", None, "has no semantics.json"),
        ("semantics.json", b"[", "'semantics.json' is not JSON"),
        ("language/pl.json", b"{", "'language/pl.json' is not JSON"),
        ("library.json", b'{"machineName": "H5P.Blanks", "majorVersion": 1, "minorVersion": 14, "preloadedJs": [{"path": "_built.js"}]}', "no '_built.js'"),
        ("library.json", b'{"machineName": "H5P.Blanks", "majorVersion": 1, "minorVersion": 14, "editorDependencies": [{"machineName": "H5PEditor.Blanks", "majorVersion": 1, "minorVersion": 0}]}', "needs H5PEditor.Blanks 1.0"),
    ],
)  # fmt: skip
def test_a_library_that_hosts_refuse(tmp_path, name, new, words):
    """A file that library.json names is there; what a host reads as JSON is JSON; what a library needs comes along."""
    tree = a_full_tree()
    tree[f"H5P.Blanks-1.14/{name}"] = new
    here = found(tmp_path, {path: content for path, content in tree.items() if content is not None})

    assert [(one.code, one.severity) for one in here] == [("h5p-library", "error")]
    assert words in here[0].message


def test_every_field_of_the_tables_has_its_place():
    """What a table says stands in another field of it, and every kind is known."""
    for name, fields in FIELDS.items():
        paths = {one.path for one in fields}
        outer = {
            one.path.removesuffix("[]") if one.path.endswith("[]") else one.path.rpartition(".")[0] for one in fields
        }

        assert len(paths) == len(fields), name
        assert outer - {""} <= paths, name
        assert {one.kind for one in fields} <= {
            *TAGS,
            *"plain marked texts bool number percent select object list library image video uuid link".split(),
        }
        assert all(one.options for one in fields if one.kind == "select"), name


def the_least(name: str) -> dict[str, Any]:
    """Parameters with every required field of a type, and the least that each may hold."""
    root: dict[str, Any] = {}
    known: dict[str, Any] = {"": root}
    samples = {
        "object": dict,
        "texts": dict,
        "list": list,
        "bool": bool,
        "number": int,
        "percent": int,
        "link": lambda: -1,
        "uuid": lambda: UUID,
    }
    samples |= {
        "library": lambda: a_nested("H5P.AdvancedText", TEXT),
        "image": lambda: {"path": "map.png", "mime": "image/png"},
    }
    for one in sorted(FIELDS[name], key=lambda one: one.path):
        in_list = one.path.endswith("[]")
        outer = known.get(one.path.removesuffix("[]") if in_list else one.path.rpartition(".")[0])
        if outer is None or not (one.required or in_list):
            continue
        words = "<p>*word*</p>" if one.kind in TAGS else "*word*"
        value = one.options[0] if one.options else samples.get(one.kind, partial(str, words))()
        if in_list:
            least = next(listed.least for listed in FIELDS[name] if listed.path == one.path.removesuffix("[]"))
            outer.extend([value] * least)
        else:
            outer[one.path.rpartition(".")[2]] = value
        known[one.path] = value
    return root


@pytest.mark.parametrize("name", sorted(FIELDS.keys() - h5p_types.SURVEY_TYPES))
def test_the_least_that_a_table_asks_for_is_accepted(name):
    """And each required field is missed when it is not there."""
    params = the_least(name)
    if "answers" in params:
        params["answers"][0]["correct"] = True
    without = h5p_fields.judge(h5p_types.Nested(name, "1.0", {}, ""))

    assert h5p_fields.judge(h5p_types.Nested(name, "1.0", params, "")) == []
    assert {one.code for one in without} == {"h5p-field-missing"}


def test_lists_agree_with_the_fields():
    """Each type with a field for nested types has a list, and every field is on some list's account."""
    for profile in PROFILES.values():
        parents = {name for name, fields in FIELDS.items() if any(one.kind == "library" for one in fields)}

        assert parents <= set(profile.lists), profile.name
        assert {key.rpartition(".")[0] for key in profile.lists if key.count(".") == 2} <= parents


@pytest.mark.parametrize(
    ("nested", "kept"),
    [("H5P.Video 1.6", True), ("H5P.GuessTheAnswer 1.5", True), ("H5P.Timeline 1.1", True), ("H5P.Video 1.5", False), ("H5P.Column 1.18", False), ("H5P.BranchingQuestion 1.0", False)],
)  # fmt: skip
def test_a_column_takes_what_its_own_semantics_list(tmp_path, nested, kept):
    """All 35 types of H5P.Column 1.18, in the versions of its list, and no other."""
    inside = {"library": nested, "params": {}, "subContentId": UUID, "metadata": {"title": "One"}}
    content = changed(MAINS[BOOK], (*CHAPTER, 0, "content"), inside)
    here = found(tmp_path, a_tree(BOOK, content, metadata_of(BOOK, MAINS[BOOK])))

    assert bool({"h5p-nested-type", "h5p-version"} & {one.code for one in here}) != kept


def test_a_field_has_a_list_of_its_own(tmp_path):
    """A book's cover takes a picture, its chapters do not."""
    picture = {"library": "H5P.Image 1.1", "params": {}, "subContentId": UUID, "metadata": {"title": "One"}}
    cover = found(tmp_path, a_tree(BOOK, {**MAINS[BOOK], "bookCover": {"coverMedium": picture}}))
    chapter = found(tmp_path, a_tree(BOOK, changed(MAINS[BOOK], ("chapters", 0), picture)))

    assert "h5p-nested-type" not in {one.code for one in cover}
    assert "h5p-nested-type" in {one.code for one in chapter}


def test_the_command_says_what_it_found(tmp_path):
    """`signpost check` on a good and on a bad file."""
    good = write_h5p(tmp_path / "good.h5p", a_tree(QUIZ))
    bad = write_h5p(tmp_path / "bad.h5p", {**a_tree(QUIZ), "content/": b""})

    fine = CliRunner().invoke(command, ["check", str(good)])
    faulty = CliRunner().invoke(command, ["check", str(bad)])

    assert (fine.exit_code, fine.output) == (0, f"{good}  H5P.QuestionSet 1.20 for hub-2025  2 files  nothing wrong\n")
    assert faulty.exit_code == 1
    assert "content:1:1: error[h5p-directory-entry]: the zip lists a folder" in faulty.output


def test_stored_pictures_are_not_unpacked_to_be_judged(tmp_path):
    """A large picture is looked at by its first bytes."""
    path = tmp_path / "package.h5p"
    with zipfile.ZipFile(path, "w") as opened:
        for name, content in a_tree(BOOK).items():
            opened.writestr(name, PNG + bytes(archive.MOST_TEXT_BYTES) if name.endswith(".png") else content)

    assert lint(path).diagnostics == ()
