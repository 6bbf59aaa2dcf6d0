"""The scripted intruder: a trust of 4,000 staff at 50 sites, everything an adversary may hold, and how well each one guesses.

A guess is right when it says which answers are a given person's. Prints what each adversary gets (`pytest -s`).
"""

import datetime
import random
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from scipy.stats import spearmanr

from signpost_survey import record
from signpost_survey.form import form_bytes
from signpost_survey.publish import publish
from signpost_survey.record import Answers, Opener, RecordError, digest
from signpost_survey.release import parse_release
from signpost_survey.simulate import simulated_answers
from signpost_survey.stores import open_store
from signpost_survey.stores.base import Row, key
from tests import forms

FORM = forms.a_form({"K1": forms.SINGLE, "K2": forms.TRUE_FALSE}, group=forms.GROUP, stratum=forms.STRATUM)
LIKE = forms.a_form({"K1": forms.SINGLE, "K2": forms.TRUE_FALSE}, group=forms.GROUP, stratum=forms.STRATUM, simulated=True)


@dataclass(frozen=True)
class Learner:
    """What the platform knows: site, role, training record, the second of completion. And, for the test, the truth."""

    site: int
    term: str
    done: datetime.datetime
    answers: Answers
    sealed: bytes


def a_trust(people: int, seed: int) -> list[Learner]:
    """Six in ten finish on their site's training day, the others on any day of the term; two terms."""
    chance = random.Random(seed)
    sites = {site: chance.randrange(80) for site in range(50)}
    found = []
    for answers in simulated_answers(LIKE, people, seed):
        site = chance.randrange(50)
        autumn = chance.random() < 0.5
        day = sites[site] if chance.random() < 0.6 else chance.randrange(80)
        start = datetime.datetime(2026, 9, 1) if autumn else datetime.datetime(2027, 1, 4)
        done = start + datetime.timedelta(days=day, seconds=chance.randrange(8 * 3600, 17 * 3600))
        sealed = record.seal(FORM, answers, forms.PUBLIC)
        found.append(Learner(site, "2026-autumn" if autumn else "2027-spring", done, answers, sealed))
    return sorted(found, key=lambda one: one.done)


def arrive(store, learners: list[Learner], folder: Path) -> list[tuple[datetime.date, Path]]:
    """Records as they come in, and an image of the store after each day."""
    images = []
    for day in sorted({one.done.date() for one in learners}):
        today = [one for one in learners if one.done.date() == day]
        for start in range(0, len(today), 8):
            store.put([Row(key(FORM.id), digest(one.sealed), one.sealed) for one in today[start : start + 8]])
        if len(images) < 6:
            store.close()
            image = folder / f"image-{day}.sqlite"
            shutil.copy(store.path, image)
            images.append((day, image))
    return images


def test_place_in_the_file_says_nothing_of_arrival(tmp_path):
    """Rank correlation between arrival and position: none in the order of the digests, next to none in the bytes of the file.

    Neighbours in one page of the file stand in the order of their batches; the batches themselves are sorted by digest.
    """
    store = open_store(str(tmp_path / "s.sqlite"))
    store.migrate()
    chance = random.Random(1)
    sealed = [chance.randbytes(768) for _ in range(4_000)]
    for start in range(0, len(sealed), 8):
        store.put([Row(key(FORM.id), digest(one), one) for one in sorted(sealed[start : start + 8], key=digest)])
    store.close()
    store.erase()
    image = (tmp_path / "s.sqlite").read_bytes()
    listed = {row.sealed: place for place, row in enumerate(store.records(FORM.id))}

    assert abs(spearmanr(range(4_000), [listed[one] for one in sealed]).statistic) < 0.05
    assert abs(spearmanr(range(4_000), [image.index(one[:32]) for one in sealed]).statistic) < 0.1


@pytest.mark.slow
def test_every_adversary(tmp_path, capsys):
    """Short of those that docs/privacy.md names first, nobody does better than one in ten."""
    learners = a_trust(4_000, seed=7)
    store = open_store(str(tmp_path / "s.sqlite"))
    store.migrate()
    store.add_form(FORM.id, form_bytes(FORM))
    releases, lines = {}, []
    for term in ("2026-autumn", "2027-spring"):
        here = [one for one in learners if one.term == term]
        images = arrive(store, here, tmp_path)
        before = list(store.records(FORM.id))
        if term == "2026-autumn":
            lines += with_images(here, images)
            lines.append(with_key(here, before))
        releases[term] = parse_release(publish(store, FORM.id, term, forms.PRIVATE).document)
        assert store.count(FORM.id) == 0
    lines += with_releases(learners, releases)
    with capsys.disabled():
        print()
        for name, guess, note in lines:
            print(f"  {name:58} {guess:>12}  {note}")

    for name, guess, _ in lines:
        assert "NAMED FIRST" in name or guess <= 0.1, name


def with_images(learners: list[Learner], images) -> list[tuple[str, float, str]]:
    """Images of several days and the platform's log: sealed records can be tied to people; answers cannot be read."""
    known: set[bytes] = set()
    read, tied, named = 0, [], []
    wrong = Opener(FORM, record.X25519PrivateKey.generate())
    right = Opener(FORM, forms.PRIVATE)
    for day, path in images:
        here = {row.sealed for row in open_store(str(path)).records(FORM.id)} - known
        known |= here
        people = [one for one in learners if one.done.date() == day]
        tied.append(1 / len(here))
        for sealed in here:
            try:
                wrong.open(sealed)
                read += 1
            except RecordError:
                pass
        contents = Counter((one.group, one.stratum) for one in (right.open(sealed) for sealed in here))
        named += [1 / contents[one.answers.group, one.answers.stratum] for one in people]
    return [
        (
            "thief: images of several days, platform's log",
            float(read),
            f"answers read; ties a sealed record to a person 1 in {1 / max(tied):.0f}",
        ),
        (
            "NAMED FIRST: the same with the private key",
            max(named),
            f"right for {sum(one > 0.1 for one in named)} of {len(named)} people above 1 in 10",
        ),
    ]


def with_key(learners: list[Learner], rows: list[Row]) -> tuple[str, float, str]:
    """Key and one image at the end of term, staff list with roles and training: as many equals as share group and stratum."""
    opener = Opener(FORM, forms.PRIVATE)
    sizes = Counter((one.group, one.stratum) for one in (opener.open(row.sealed) for row in rows))
    stated = {place: size for place, size in sizes.items() if record.SKIPPED not in place}
    return (
        "key holder with the store, without the platform",
        1 / min(stated.values()),
        f"smallest group and stratum: {min(stated.values())}",
    )


def with_releases(learners: list[Learner], releases) -> list[tuple[str, float, str]]:
    """Both releases and the platform's log of who finished in which term and role: as many equals as the smallest count."""
    counts = [row[-1] for made in releases.values() for row in made.counts]
    smallest = min(count for count in counts if count)
    return [
        (
            "reader of two releases, platform's log",
            1 / smallest,
            f"smallest published count {smallest}; {counts.count(None)} hidden, each proved ten wide when published",
        )
    ]
