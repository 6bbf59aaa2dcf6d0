"""Each finding as an author sees it: cases in tests/diagnostics/*.txt, and the lists of codes agree.

A case is `=== title`, then files (`--- path`, `--- body` for the only module's text) that replace those of the
project in source_projects.py, then `--- expected`. In a heading: `[replace]` for lines `old => new`, `[latin-1]`,
`[link]` for a symbolic link to what stands below, `[size]` for a file of so many bytes,
`[hex]` for bytes,
`[many]` for so many broken facts, `[phone]` for a photograph. `--- options`: `strict`, `as-of DATE`.
`pytest --accept` rewrites what is expected.
"""

import ast
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from signpost_builder.diagnostic_text import capped, concise
from signpost_builder.explanations import explanations

from tests.source_projects import AS_OF, FILES, a_project, findings

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "diagnostics"
# Codes whose failing sample is not a project on disk, and the test that has it.
PROVEN_ELSEWHERE = {
    "unreadable-file": "tests/test_source_files.py",
    "fault-of-signpost": "tests/test_preview.py",
    "gap-mark-in-text": "tests/test_h5p_questions.py",
    "not-in-h5p": "tests/test_h5p_writer.py",
    "picture-not-accepted": "tests/test_h5p_findings.py",
    "key-collision": "tests/test_state.py",
    "openedx-name-twice": "tests/test_writers_openedx.py",
    "openedx-name-too-long": "tests/test_writers_openedx.py",
    "openedx-look": "tests/test_look.py",
    "openedx-native": "tests/test_writers_openedx_native.py",
    "openedx-set-left-out": "tests/test_writers_openedx.py",
    "openedx-problem": "tests/test_writers_openedx_native.py",
    "state-too-large": "tests/test_state.py",
    "survey-too-long": "tests/test_read_survey.py",
    "set-needs-approval": "tests/test_restricted_forms.py",
    "absolute-in-distractor": "tests/test_fairness.py",
    "approval-not-given": "tests/test_restricted_forms.py",
    "avoided-word": "tests/test_writing.py",
    "long-sentence": "tests/test_writing.py",
    "hard-page": "tests/test_writing.py",
    "unexplained-abbreviation": "tests/test_writing.py",
    "personal-data": "tests/test_writing.py",
    "objective-not-measured": "tests/test_writing.py",
    "question-without-objective": "tests/test_writing.py",
    "minutes-do-not-fit": "tests/test_writing.py",
    "silence-without-reason": "tests/test_writing.py",
    "unused-silence": "tests/test_writing.py",
    "place-in-picture": "tests/test_picture_places.py",
    "all-of-the-above": "tests/test_fairness.py",
    "choice-lengths": "tests/test_fairness.py",
    "feedback-cue": "tests/test_fairness.py",
    "key-in-one-place": "tests/test_fairness.py",
    "key-is-longest": "tests/test_fairness.py",
    "key-has-most-parts": "tests/test_fairness.py",
    "key-is-shortest": "tests/test_fairness.py",
    "one-sided-true-false": "tests/test_fairness.py",
    "unknown-objective": "tests/test_fairness.py",
    "unknown-package": "tests/test_lint_zip.py",
    "session-too-long": "tests/trainer/test_writer.py",
    "not-printable": "tests/trainer/test_writer.py",
    "handout-without-steps": "tests/trainer/test_writer.py",
    "handout-without-signs": "tests/trainer/test_writer.py",
    "pack-file": "tests/trainer/test_check.py",
    "not-in-this-alphabet": "tests/trainer/test_writer.py",
    "sheet-too-long": "tests/trainer/test_writer.py",
    "handout-without-picture": "tests/trainer/test_writer.py",
    "paper-too-long": "tests/trainer/test_writer.py",
    "paper-question-left-out": "tests/trainer/test_writer.py",
    "not-a-campaign": "tests/campaign/test_judging.py",
    "wave-order": "tests/campaign/test_judging.py",
    "wave-during-posting": "tests/campaign/test_judging.py",
    "example-address": "tests/campaign/test_judging.py",
    "site-name": "tests/campaign/test_judging.py",
    "card-parts": "tests/campaign/test_judging.py",
    "card-contact": "tests/campaign/test_judging.py",
    "card-question": "tests/campaign/test_judging.py",
    "card-too-long": "tests/campaign/test_judging.py",
    "card-too-hard": "tests/campaign/test_judging.py",
    "picture-too-full": "tests/campaign/test_judging.py",
    "post-missing": "tests/campaign/test_judging.py",
    "post-too-long": "tests/campaign/test_judging.py",
    "post-figure": "tests/campaign/test_judging.py",
    "post-after-review": "tests/campaign/test_judging.py",
    "hashtag-in-word": "tests/campaign/test_judging.py",
    "unknown-emphasis": "tests/campaign/test_judging.py",
    "campaign-page-weight": "tests/campaign/test_check.py",
    "campaign-page-file": "tests/campaign/test_check.py",
    "campaign-page-preview": "tests/campaign/test_check.py",
}
OF_PACKAGES = re.compile(r"(?:zip|manifest|sequencing|content|h5p|olx)-")


@dataclass(frozen=True)
class Case:
    file: Path
    title: str
    files: dict[str, str]
    expected: str

    def write(self, root: Path) -> Path:
        plain = {name: text for name, text in self.files.items() if "[" not in name and name != "options"}
        folder = a_project(root, **plain)
        for heading, text in self.files.items():
            name, _, kind = heading.partition(" [")
            path = root / name
            if kind:
                path.parent.mkdir(parents=True, exist_ok=True)
            match kind.rstrip("]"):
                case "replace":
                    content = path.read_text()
                    for line in text.splitlines():
                        old, new = line.split(" => ")
                        assert old in content, f"{self.title}: '{old}'"
                        content = content.replace(old, new.replace("\\n", "\n"))
                    path.write_text(content)
                case "latin-1":
                    path.write_bytes(text.encode("latin-1"))
                case "link":
                    path.unlink(missing_ok=True)
                    path.symlink_to(text.strip())
                case "hex":
                    path.write_bytes(bytes.fromhex(text))
                case "phone":  # a JPEG of 8 MB and 4032 x 3024 pixels
                    path.write_bytes(bytes.fromhex("ffd8ffc0000b080bd00fc001") + b"x" * 8_000_000 + b"\xff\xd9")
                case "many":
                    path.write_text("".join(f"k{number}: 0\n" for number in range(int(text))))
                case "size":
                    path.write_bytes(b"x" * int(text))
        return folder

    def found(self, root: Path) -> str:
        options = self.files.get("options", "").split()
        as_of = datetime.date.fromisoformat(options[options.index("as-of") + 1]) if "as-of" in options else AS_OF
        folder = self.write(root)
        return "".join(
            f"{concise(found, lambda span: '')}\n" for found in capped(findings(folder, as_of, "strict" in options))
        )


def cases() -> Iterator[Case]:
    for file in sorted(CASES.glob("*.txt")):
        for text in re.split(r"^=== ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            title, *parts = re.split(r"^--- (\S.*)\n", text, flags=re.MULTILINE)
            files = dict(zip(parts[::2], parts[1::2], strict=True))
            yield Case(file, title.strip(), files, files.pop("expected").rstrip() + "\n")


ALL_CASES = list(cases())


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: f"{case.file.stem}: {case.title}")
def test_case(case, tmp_path, request):
    """What is found in the files of a case, to the column, and nothing else."""
    found = case.found(tmp_path)

    if request.config.getoption("--accept") and found != case.expected:
        text = case.file.read_text(encoding="utf-8")
        start = text.index(f"=== {case.title}\n")
        begin = text.index("--- expected\n", start) + len("--- expected\n")
        end = text.find("\n=== ", begin)
        case.file.write_text(text[:begin] + found + ("" if end < 0 else "\n" + text[end + 1 :]), encoding="utf-8")
        return
    assert found == case.expected


def test_the_project_of_the_cases_is_without_fault(tmp_path):
    """So that a case finds only what it is about."""
    assert findings(a_project(tmp_path)) == ()


def codes_in_the_source() -> set[str]:
    """Every code that is given to a function which makes a finding."""
    found = set()
    for path in (ROOT / "builder/signpost_builder").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                words = [
                    word.value
                    for word in node.args[:3]
                    if isinstance(word, ast.Constant) and isinstance(word.value, str)
                ]
                if name in ("error", "warning", "_error", "_note", "_refuse"):
                    found.update(word for word in words if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", word))
    return found


def test_every_code_is_explained():
    """docs/diagnostics.md has a paragraph for each code, and none that no longer exists."""
    known = {code for code in codes_in_the_source() if not OF_PACKAGES.match(code)}

    assert known ^ {code for code in explanations() if not OF_PACKAGES.match(code)} == set()
    assert all(len(text) > 40 for text in explanations().values())


def test_every_code_has_a_failing_sample():
    """In tests/diagnostics/, or in the test that is named for it."""
    shown = {code for case in ALL_CASES for code in re.findall(r": (?:error|warning)\[([a-z0-9-]+)\]", case.expected)}
    known = {code for code in codes_in_the_source() if not OF_PACKAGES.match(code)}

    assert known - shown == PROVEN_ELSEWHERE.keys()
    assert [code for code, file in PROVEN_ELSEWHERE.items() if f'"{code}"' not in (ROOT / file).read_text()] == []


def test_all_errors_of_a_run_come_at_once(tmp_path):
    """One broken file does not hide the next."""
    folder = a_project(
        tmp_path,
        **{
            "modules/one/module.md": FILES["modules/one/module.md"] + "::: not\n:::\n",
            "modules/facts.yaml": "NRM-01: [\n",
            "modules/helplines.yaml": "- {id: childline}\n",
            "quizzes/asked.yaml": FILES["quizzes/asked.yaml"].replace("single", "singel"),
            "course/demo/sites.csv": "id,nam\n",
            "course/demo/course.yaml": FILES["course/demo/course.yaml"].replace("title: Demo", "titel: Demo"),
        },
    )

    assert {str(found.span.path) for found in findings(folder)} == {
        "modules/one/module.md",
        "modules/facts.yaml",
        "modules/helplines.yaml",
        "quizzes/asked.yaml",
        "course/demo/sites.csv",
        "course/demo/course.yaml",
    }
