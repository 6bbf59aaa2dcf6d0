"""`signpost-report build`: the files, the same bytes, and one clear sentence for what cannot be reported."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from signpost_report.aligning import aligned, read_file
from signpost_report.building import files_of
from signpost_report.cli import main
from signpost_report.document import Figure, Heading, Note, Points, Run, Table, Text
from signpost_report.evidence import evidence
from signpost_report.writing import document
from signpost_survey.columns import table
from signpost_survey.signing import canonical
from signpost_survey.simulate import simulated_answers

from tests import releases, studies

EXAMPLE = Path(__file__).parent / "golden/release.json"  # frozen: the golden report is of these bytes
FILES = {
    "report.html", "report.pdf", "verify.html", "data/datapackage.json", "data/numbers.csv", "data/numbers.json", "data/numbers.parquet",
    "data/questions.csv", "data/questions.parquet", "data/report.ods",
}  # fmt: skip


def run(folder: Path, *documents: bytes, options: tuple[str, ...] = ()):
    """The command on these files, named 1.json, 2.json …; the report goes into `out`."""
    names = []
    for number, content in enumerate(documents, 1):
        (folder / f"{number}.json").write_bytes(content)
        names.append(str(folder / f"{number}.json"))
    return CliRunner().invoke(main, ["build", *names, "--output", str(folder / "out"), *options])


def said(runs: tuple[Run, ...]) -> str:
    return "".join(one if isinstance(one, str) else one.text for one in runs)


def words(*contents: bytes, denominators=()) -> str:
    """All that a report says, as text."""
    found = document(evidence(aligned([read_file(f"{n}", one, None) for n, one in enumerate(contents)]), denominators))
    lines = [found.title, found.subtitle, found.notice, found.access, found.reading]
    for section in found.sections:
        lines += ["", f"# {section.title}"]
        for block in section.blocks:
            match block:
                case Heading():
                    lines.append(f"{'#' * (block.level - 1)} {block.text}")
                case Text() | Note():
                    lines.append(said(block.runs))
                case Points():
                    lines += [f"- {said(item)}" for item in block.items]
                case Table() | Figure():
                    made = block.table if isinstance(block, Figure) else block
                    lines += [
                        f"[{made.caption}]",
                        " | ".join(made.head),
                        *(" | ".join(map(said, row)) for row in made.rows),
                    ]
    return "\n".join(lines) + "\n"


def test_the_command(tmp_path):
    """All files, one line, no stray folder."""
    done = run(tmp_path, studies.release(), options=("--key", releases.pinned()))

    assert done.exit_code == 0, done.output
    assert done.output.startswith(str(tmp_path / "out/report.html"))
    made = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert made == FILES and sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "data",
        "report.html",
        "report.pdf",
        "verify.html",
    ]


def test_the_same_bytes(tmp_path):
    """In two processes with other hash seeds and another order of the files."""
    (tmp_path / "a.json").write_bytes(studies.release())
    (tmp_path / "b.json").write_bytes(studies.release(300, "2027-spring", 2))
    made = []
    for seed, order in (("1", "ab"), ("2", "ba")):
        command = [
            sys.executable,
            "-m",
            "signpost_report.cli",
            "build",
            *(f"{name}.json" for name in order),
            "--output",
            seed,
        ]
        subprocess.run(command, cwd=tmp_path, env={"PYTHONHASHSEED": seed, "PATH": ""}, check=True, timeout=60)
        made.append(
            {
                path.relative_to(tmp_path / seed): path.read_bytes()
                for path in (tmp_path / seed).rglob("*")
                if path.is_file()
            }
        )

    assert made[0].keys() == made[1].keys() and all(made[0][name] == made[1][name] for name in made[0])


def test_golden(golden):
    """All words and numbers of the report on the example release, readable in a diff."""
    golden("report.txt", words(EXAMPLE.read_bytes()))


# ------------------------------------------------------------------ what is refused


def changed(change) -> bytes:
    made = json.loads(studies.release())
    change(made)
    return canonical(made) + b"\n"


def signed_again(change) -> bytes:
    """Changed by whoever holds the key."""
    from signpost_survey.keys import encode

    made = json.loads(studies.release())
    change(made)
    signature = made.pop("signature")
    value = encode(releases.keys().current.signing.sign(canonical(made)))
    return canonical(made | {"signature": signature | {"value": value}}) + b"\n"


def nobody(made: dict) -> None:
    for row in made["people"]:
        row[4] = 0


@pytest.mark.parametrize(
    ("documents", "sentence"),
    [
        (lambda: [b"\xff{"], "1.json: this is not a release"),
        (lambda: [b"{}"], "1.json: this is not a release"),
        (lambda: [changed(lambda made: made.__setitem__("format", "signpost-release-1"))], "1.json: this is a release of the format signpost-release-1; this program reads signpost-release-2"),
        (lambda: [changed(lambda made: made["counts"][0].__setitem__(8, 7))], "1.json: the release was changed after it was signed"),
        (lambda: [signed_again(nobody)], "1.json: nobody is in this release: there is nothing to report"),
        (lambda: [studies.release(), studies.release()], "the release of A test for staff, 2026-autumn, is given twice"),
        (lambda: [studies.release(), studies.release(seed=2)], "is there twice, and not alike"),
        (lambda: [studies.release(), studies.release(simulated=False)], "invented answers are never reported beside real ones"),
        (lambda: [studies.release(), studies.release(audience="caregiver", course="other")], "of different courses (other, test)"),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path, documents, sentence):
    """One sentence, exit 1, nothing written, no stack trace."""
    done = run(tmp_path, *documents())

    assert done.exit_code == 1 and sentence in done.output, done.output
    assert done.output.count("\n") == 1 and done.output.startswith("Error: ") and not (tmp_path / "out").exists()


def test_another_key_and_no_file(tmp_path):
    other = run(tmp_path, studies.release(), options=("--key", "A" * 43))
    assert other.exit_code == 1 and "1.json: the release is signed by" in other.output
    missing = CliRunner().invoke(main, ["build", str(tmp_path / "none.json"), "--output", str(tmp_path / "out")])
    assert missing.exit_code == 1 and "none.json: cannot be read (no such file or directory)" in missing.output


def test_whether_the_key_was_checked_is_said():
    """On the methods page, in both cases."""
    assert "It was not checked against a key of the course: compare it." in words(studies.release())
    checked = files_of([read_file("r", studies.release(), releases.pinned())])["report.html"].decode()
    assert "It was checked against the key that the operator gave." in checked


# ------------------------------------------------------------------ the unkind releases


def answers(change, people: int = 400):
    form = studies.form()
    return studies.signed(form, change(table(form, simulated_answers(form, people, 1))))


def test_one_group_only():
    text = words(answers(lambda all: replace(all, group=all.group * 0)))
    assert "So few answered that all are counted as one group: there is nothing to compare." in text


def test_everyone_alike():
    """All right, or nobody: no change, no effect size, no group apart, and nothing that is not a number."""
    full = table(studies.form(), simulated_answers(studies.form(), 1_500, 1))
    for row in (0, 1):
        alike = replace(
            full,
            before=np.repeat(full.after[row : row + 1], full.people, 0),
            after=np.repeat(full.after[row : row + 1], full.people, 0),
        )
        text = words(studies.signed(studies.form(), alike))
        assert "There is no evidence that the average share of questions right changed" in text
        assert "No effect size: people differ so little in their scores that it would be noise." in text
        assert "There is no evidence that any group differs from everyone else" in text
        assert "nan" not in text.lower().replace("financ", "") and "inf " not in text


def test_huge_noise():
    """A hundred people with four times the noise: no number is shown, and why."""
    text = words(studies.release(100, noise=4))
    assert "Too few people answered, for the noise that was added, to show any score." in text
    assert "%" not in text.split("# Who answered")[0].split("# Summary")[1]


def test_nobody_answered_anything():
    text = words(answers(lambda all: replace(all, before=all.before * 0 + 255, after=all.after * 0 + 255)))
    assert "a difference of" in text and "There is no evidence" in text


# ------------------------------------------------------------------ several releases


def test_what_is_worded_differently_is_not_compared():
    """Shown side by side; the other questions are compared."""
    found = evidence(aligned([
        read_file("1", studies.release(1_500), None),
        read_file("2", studies.release(1_500, seed=2, audience="caregiver", wording=" and teenagers"), None),
    ]))  # fmt: skip
    compared = {one.questions[0] for one in found.numbers.where(kind="gap") if one.against != "rest"}
    assert "K0" not in compared and "K1" in compared and list(found.study.reworded) == ["K0"]


def test_before_and_after_is_not_compared_with_once():
    """A form asked once and one asked twice have questions in common, and no gap."""
    text = words(studies.release(1_500), studies.release(1_500, "2026-autumn", 2, kind="single"))
    assert "One was asked before and after a course, the other once: what they say is not compared." in text


def test_terms_are_pooled_and_waves_compared():
    text = words(
        *(
            studies.release(1_500, term, seed, kind="single", regions=True)
            for seed, term in enumerate(("2027-w1", "2027-w2", "2027-w10"))
        )
    )
    assert "4,500 people answered (staff, wave 1 of 2027, wave 2 of 2027 and wave 10 of 2027)" in text
    assert "[Each wave by itself]\nWhat | wave 1 of 2027 | wave 2 of 2027 | wave 10 of 2027 |" in text


def test_a_campaign_of_ratings_alone():
    """No right answers, so no score: regions are shown in each question, and the summary says why a sentence is missing."""
    text = words(studies.release(4_000, kind="single", regions=True, scales_only=True, open_=True))
    assert "Fewer than four questions with a right answer were asked, so there is no score." in text
    assert "No question has a right answer, so nothing is said about knowledge." in text
    assert "[on the counted side of “Opinion 0” by region]\nRegion | People | Share |" in text
    assert "The whole population. Anyone with the link could answer" in text


# ------------------------------------------------------------------ how many there were to ask


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("audience,people\n", "d.csv:1: the columns are audience, people; write audience,term,group,what,people"),
        ("audience,term,group,what,people\nstaff,,,trained,many\n", "d.csv:2: 'many' is not a number of people"),
        ("audience,term,group,what,people\nstaff,,,trained,399\n", "trained: 399 is fewer than the 400 people of 'staff' who answered"),
        ("audience,term,group,what,people\nstaff,,Cooks,trained,500\n", "no group of staff is called 'Cooks': there are 'Teaching staff'"),
        ("audience,term,group,what,people\nstaf,,,trained,500\n", "d.csv:2: nobody was asked as 'staf': there are staff"),
        ("audience,term,group,what,people\nstaff,2031-spring,,trained,500\n", "d.csv:2: there is no release of staff for the term '2031-spring'"),
        ("audience,term,group,what,people\nstaff,,trained,500\n", "d.csv:2: this row has another number of columns"),
    ],
)  # fmt: skip
def test_denominators_that_cannot_be(tmp_path, rows, sentence):
    (tmp_path / "d.csv").write_text(rows)
    done = run(tmp_path, studies.release(), options=("--denominators", str(tmp_path / "d.csv")))
    assert done.exit_code == 1 and sentence in done.output, done.output


def test_denominators(tmp_path):
    """Printed with the share that answered; without them, that they are missing."""
    (tmp_path / "d.csv").write_text("audience,term,group,what,people\nstaff,2026-autumn,,packages opened,800\n")
    done = run(tmp_path, studies.release(), options=("--denominators", str(tmp_path / "d.csv")))
    page = (tmp_path / "out/report.html").read_text()

    assert done.exit_code == 0
    assert "packages opened, autumn 2026</th><td>800</td><td>400</td><td>50%" in page
    assert "was not given" in words(studies.release()) and "was not given" not in page
