"""A rehearsal: what is expected is what a played release gives; it is one command, goes on after a break, and says what is wrong."""

import json
import re
import sys
from collections import namedtuple
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import numpy as np
import pytest
from click.testing import CliRunner
from signpost_report import rehearsing
from signpost_report.cli import main
from signpost_report.estimates import change, mean_change, mean_score, share
from signpost_report.expecting import POWER, SIZES, Model, expected, reaches
from signpost_report.fitting import fitted
from signpost_report.gaps import gap_of_share
from signpost_report.reading import Name, Where, read_release
from signpost_report.rehearsing import Rehearsal

from tests import studies

ROOT = Path(__file__).parents[2]
SURVEY = str(Path(sys.executable).with_name("signpost-survey"))
COMMANDS = ("--sources", str(ROOT), "--survey", SURVEY, "--builder", str(ROOT / ".venv/bin/signpost"))
EVERYONE = Where("all", 0)


def rehearse(folder: Path, *words: str):
    return CliRunner().invoke(main, ["rehearse", "spot-the-signs", "--output", str(folder), *COMMANDS, *words])


# ------------------------------------------------------------------- played


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The shipped course's survey of staff with 400 invented people, from nothing."""
    folder = tmp_path_factory.mktemp("rehearsal") / "r"
    return folder, rehearse(folder, "--people", "400", "--audience", "staff", "--keep")


def test_one_command_plays_everything(played):
    """Report, table, releases; every step and the disk space are said."""
    folder, run = played

    assert run.exit_code == 0, run.output
    assert "400 invented people: takes up to" in run.stderr and "simulated and sealed" in run.stderr
    assert [
        one
        for one in ("report.html", "report.pdf", "reach.html", "reach.pdf", "rehearsal.json")
        if not (folder / one).is_file()
    ] == []
    (release,) = folder.glob("releases/*/release.json")
    assert json.loads(release.read_bytes())["people"][0][4] == 400
    assert all(f"{size:,}" in run.stdout for size in SIZES)


def test_everything_is_marked(played):
    """No page could be taken for results."""
    folder, _ = played

    for name in ("report.html", "reach.html"):
        assert "SIMULATED: every answer is invented" in (folder / name).read_text(encoding="utf-8")


def interrupted(folder: Path) -> None:
    """As if it had been stopped before the report was written."""
    state = folder / "rehearsal.json"
    done = json.loads(state.read_text(encoding="utf-8"))
    del done["complete"]
    state.write_text(json.dumps(done), encoding="utf-8")


def test_a_run_that_goes_on_draws_nothing_again(played):
    """The same release, byte for byte: what is published is published."""
    folder, _ = played
    interrupted(folder)
    before = [path.read_bytes() for path in folder.glob("releases/*/release.json")]
    run = rehearse(folder, "--people", "400", "--audience", "staff", "--keep")

    assert run.exit_code == 0, run.output
    assert [path.read_bytes() for path in folder.glob("releases/*/release.json")] == before


def test_another_plan_in_the_same_folder(played):
    """Nothing is mixed."""
    folder, _ = played
    interrupted(folder)
    run = rehearse(folder, "--people", "500", "--audience", "staff")

    assert run.exit_code == 1 and "holds another rehearsal that was stopped (people 400" in run.stderr


def test_a_finished_one_begins_anew(played):
    """The course may have changed since: old questions are never shown as new ones."""
    folder, _ = played
    state = folder / "rehearsal.json"
    state.write_text(json.dumps(json.loads(state.read_text(encoding="utf-8")) | {"complete": True}), encoding="utf-8")
    Rehearsal(folder, SURVEY)

    assert not list(folder.glob("releases/*")) and not (folder / "keys").exists()


def test_it_goes_on_where_it_was(tmp_path):
    """Stopped after 150 of 300: the rest is added, nobody twice."""
    made = Rehearsal(tmp_path, SURVEY, str(ROOT / ".venv/bin/signpost"))
    (form,) = made.forms(ROOT, "spot-the-signs", "caregiver")
    made.simulate(form["id"], 150, 1)
    again = Rehearsal(tmp_path, SURVEY, "no-builder-is-needed-now")
    assert again.forms(ROOT, "spot-the-signs", "caregiver") == [form]
    again.simulate(form["id"], 300, 1)
    again.simulate(form["id"], 300, 1)

    assert json.loads(again.publish(form["id"], "2027-w1"))["people"][0][4] == 300
    again.clean()
    assert not list(tmp_path.glob("store.sqlite*")) and not (tmp_path / "keys").exists()


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--audience", "nobody"), "the course surveys nobody called 'nobody'"),
        (("--survey", "no-such-program"), "there is no command 'no-such-program'"),
        (("--sources", "/"), "signpost build' failed: Error: course: unknown 'spot-the-signs'"),
    ],
)
def test_a_fault_is_one_line(words, fault, tmp_path):
    run = rehearse(tmp_path / "r", "--people", "400", *words)

    assert run.exit_code == 1 and fault in run.stderr and "Traceback" not in run.output


@pytest.mark.parametrize("people", ["99", "many", "10000001", "-5"])
def test_a_number_that_is_none(people, tmp_path):
    assert rehearse(tmp_path / "r", "--people", people).exit_code == 2
    assert not (tmp_path / "r").exists()


def test_a_full_disk_is_told_before_anything_is_made(tmp_path, monkeypatch):
    """1.5 million people do not fit into 1 GB."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(rehearsing.shutil, "disk_usage", lambda folder: usage(0, 0, 10**9))
    run = rehearse(tmp_path / "r", "--people", "1_500_000")

    assert run.exit_code == 1 and "1,500,000 people take about 2.8 GB" in run.stderr
    assert not (tmp_path / "r" / "keys").exists()


def test_stopped_by_hand(tmp_path, monkeypatch):
    """Ctrl-C: one line that says how to go on, exit 130, and the state is there."""

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Rehearsal, "simulate", stopped)
    run = rehearse(tmp_path / "r", "--people", "400", "--audience", "caregiver")

    assert run.exit_code == 130 and "stopped; the same command goes on from here" in run.stderr
    assert "forms" in json.loads((tmp_path / "r/rehearsal.json").read_text(encoding="utf-8"))


@pytest.mark.slow
def test_sixty_thousand(tmp_path):
    """Expected and played within a tenth of each other, for everyone and by block."""
    run = rehearse(tmp_path / "r", "--people", "60000", "--audience", "caregiver")
    assert run.exit_code == 0, run.output
    section = (
        (tmp_path / "r/reach.html").read_text(encoding="utf-8").split('<section id="check"')[1].split("</section>")[0]
    )
    rows = re.findall(r"<td>([\d.]+)</td><td>([\d.]+)</td></tr>", section)
    assert (
        len(rows) >= 3 and [row for row in rows if abs(float(row[0]) - float(row[1])) > 0.1 + 0.1 * float(row[0])] == []
    ), rows


# ------------------------------------------------------------------- formulae


def noise_of(data: bytes, results) -> dict:
    """The variances of a release in the shape of `Rehearsal.noise`."""
    document, found = json.loads(data), {}
    for measure, _, way, value in document["noise"]["variances"]:
        found.setdefault(measure, {})[way] = value
    found["rest"]["count"] = 2 * results.noise["scored"]
    return found


@pytest.mark.parametrize("people", [400, 4_000])
def test_what_is_expected_is_what_is_played(people):
    """The errors of a release of the store, filled with the model's own shares, are those that the formulae give."""
    data = studies.release(people=people)
    results = read_release(data, json.loads(data)["signature"]["key"])
    names = [name for name, where in results.tables if name.measure == "right" and where == EVERYONE]
    halves = [share(fitted(results, name)[EVERYONE], lambda before, _: before == 1) for name in names]
    seen = fmean(one.value for one in halves)
    after = fmean(share(fitted(results, name)[EVERYONE], lambda _, after: after == 1).value for name in names)
    both = fmean(
        share(fitted(results, name)[EVERYONE], lambda before, after: before == after == 1).value for name in names
    )
    model = Model(right=(both, seen - both, after - both, 1 - seen - after + both))
    (one, *_) = reaches(results.form, [(0, noise_of(data, results))], [people], model)

    assert one.share == pytest.approx(fmean(each.give_or_take for each in halves), rel=0.12)
    moved = fmean(change(fitted(results, name)[EVERYONE]).error for name in names)
    assert one.change == pytest.approx(POWER * moved, rel=0.12)
    assert one.score_change == pytest.approx(POWER * mean_change(results, EVERYONE).error, rel=0.6)


def test_the_power_is_eighty_in_a_hundred():
    """Played with noise: a gap of the size that the table gives, up or down, is found in 80 of 100, and half of it in 29."""
    form = {"kind": "pair", "group": {"values": ["a", "b", "c", "d"]}, "stratum": None, "questions": {}}
    variances = {"right": {"all": 36, "group": 16}}
    _, block = reaches(form, [(0, variances)], [2_000])
    base, name = expected(form, 2_000, variances), Name("right", "Q0", None, "both")
    chance = np.random.default_rng(4)

    def drawn(gap: float):
        numbers = {}
        for where in base.of("group"):
            right = np.array(Model().right) + np.array([0, 0, gap, -gap]) * (where.cell == 0)
            numbers[where] = chance.multinomial(500, right)
        numbers[EVERYONE] = sum(numbers.values())
        noisy = {
            where: counts + np.round(chance.normal(0, variances["right"][where.breakdown] ** 0.5, 4))
            for where, counts in numbers.items()
        }
        tables = {
            (name, where): replace(base.tables[name, where], numbers=tuple(counts.tolist()))
            for where, counts in noisy.items()
        }
        return replace(base, tables=tables)

    for size, rate in ((block.gap, 0.80), (block.gap / 2, 0.29)):
        gaps = [
            gap_of_share(drawn(size * sign), name, Where("group", 0), "after") for sign in (1, -1) for _ in range(400)
        ]
        assert fmean(abs(one.value) > 1.96 * one.error for one in gaps) == pytest.approx(rate, abs=0.06)


def test_more_people_say_more():
    """Every number falls with the size, and what is not shown is empty."""
    form = json.loads(studies.release())["form"]
    data = studies.release()
    results = read_release(data, json.loads(data)["signature"]["key"])
    found = reaches(form, [(0, noise_of(data, results))])

    for block in {one.block for one in found}:
        for what in ("share", "change", "gap", "score", "score_change", "score_gap"):
            series = [getattr(one, what) for one in found if one.block == block and getattr(one, what) is not None]
            assert series == sorted(series, reverse=True)
    assert all(one.share is None for one in found if one.people < 50)


def test_asked_once_has_no_change():
    """A campaign's form."""
    data = studies.release(
        people=1_200, kind="single", audience="caregiver", regions=True, open_=True, term="2027-w1", seed=1
    )
    results = read_release(data, json.loads(data)["signature"]["key"])
    noise = noise_of(data, results)
    noise["rest"]["count"] //= 2

    assert mean_score(results, EVERYONE, "after")
    assert all(one.change is None and one.score_change is None for one in reaches(results.form, [(0, noise)]))
