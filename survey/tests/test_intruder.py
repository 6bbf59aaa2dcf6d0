"""The scripted intruder: a trust of 4,000 staff at 50 sites, everything an adversary may hold, and how well each one guesses.

Two kinds of guesses. Whose answers are these: right when it says which are a given person's; an adversary is as good as the best
guess about anybody. What did this person answer: one yes-or-no answer on one occasion, right half the time by chance. Every attack is carried out, on real files of both engines, and every number printed is its outcome (`pytest -s`).
"""

import datetime
import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr
from signpost_survey import keys, record
from signpost_survey.account import BOUND, factor, guess, mu2_once
from signpost_survey.backup import backup
from signpost_survey.form import form_bytes
from signpost_survey.measures import measures
from signpost_survey.publish import Published, publish
from signpost_survey.record import Answers, Opener, RecordError, digest
from signpost_survey.simulate import simulated_answers
from signpost_survey.stores import Store, open_store
from signpost_survey.stores.base import Row, key

from tests import forms
from tests.attacks import guessed, with_byte
from tests.servers import Postgres

QUESTIONS = {"K1": forms.SINGLE, "K2": forms.TRUE_FALSE}
FORM = forms.a_form(QUESTIONS, group=forms.GROUP, stratum=forms.STRATUM)
LIKE = forms.a_form(QUESTIONS, group=forms.GROUP, stratum=forms.STRATUM, simulated=True)
TODAY = datetime.date(2027, 3, 1)
TRIALS = 1_000
TERMS = ("2026-autumn", "2027-spring")
PAGE = 4_096  # of an SQLite file
BLOCK = 8_192  # of a PostgreSQL table, and of its write-ahead log


@dataclass(frozen=True, eq=False)
class Learner:
    """What the platform knows: site, role, training record, the second of completion. And, for the test, the truth."""

    site: int
    term: str
    done: datetime.datetime
    answers: Answers
    sealed: bytes

    @property
    def staff_list(self) -> tuple[int, int] | None:
        """Group and stratum, which the employer knows too; None when the learner did not say."""
        about = (self.answers.group, self.answers.stratum)
        return None if record.SKIPPED in about else about


@dataclass(frozen=True)
class Guess:
    who: str
    best: float
    note: str
    named_first: bool = False
    least: float = 0.0  # what chance alone gives


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
        found.append(Learner(site, TERMS[0] if autumn else TERMS[1], done, answers, sealed))
    return sorted(found, key=lambda one: one.done)


def row(sealed: bytes) -> Row:
    return Row(key(FORM.id), digest(sealed), sealed)


def prepared(url: str) -> Store:
    store = open_store(url)
    store.migrate()
    store.add_form(FORM.id, form_bytes(FORM))
    return store


def arrive(store: Store, learners: Sequence[Learner], folder: Path | None = None) -> list[tuple[datetime.date, Path]]:
    """Records as they come in, each in a commit of its own; with `folder`, an image of the store after each of six days."""
    images = []
    for day in sorted({one.done.date() for one in learners}):
        for one in learners:
            if one.done.date() == day:
                store.put([row(one.sealed)])
        if folder and len(images) < 6:
            store.close()
            image = folder / f"image-{day}.sqlite"
            shutil.copy(store.path, image)
            images.append((day, image))
    store.close()
    return images


def places(data: bytes, wanted: Iterable[bytes]) -> dict[bytes, int]:
    """Where each sealed record begins in the bytes of a file, for those that are there."""
    names = {int.from_bytes(one[:8], "little"): one for one in wanted}
    known = np.sort(np.array(list(names), np.uint64))
    found: dict[bytes, int] = {}
    for shift in range(min(8, len(data))):
        words = np.frombuffer(data, "<u8", (len(data) - shift) // 8, shift)
        near = known[np.minimum(np.searchsorted(known, words), len(known) - 1)]
        for index in np.flatnonzero(near == words).tolist():
            one, at = names[int(words[index])], index * 8 + shift
            if data[at : at + len(one)] == one and at < found.get(one, len(data)):
                found[one] = at
    return found


def opened(sealed: Iterable[bytes], *private) -> list[Answers]:
    """What these keys open."""
    opener, found = Opener(FORM, *private), []
    for one in sealed:
        try:
            found.append(opener.open(one))
        except RecordError:
            continue
    return found


def keys_at_hand() -> list[record.X25519PrivateKey]:
    """What somebody without the private key would try."""
    public = keys.decode(FORM.key.public)
    raw = (public, bytes(32), keys.decode(forms.a_form().key.public)[::-1])
    return [record.X25519PrivateKey.generate(), *map(record.X25519PrivateKey.from_private_bytes, raw)]


def equals(learners: Sequence[Learner], sealed: Sequence[bytes]) -> list[float]:
    """With the key and a staff list: one's answers are among those of everybody in the same group and stratum."""
    sizes = Counter((one.group, one.stratum) for one in opened(sealed, forms.PRIVATE))
    return [1 / sizes[about] for one in learners if (about := one.staff_list) and about in sizes]


def in_order(learners: Sequence[Learner], order: Sequence[bytes]) -> float:
    """Share of people whose sealed record is found by laying the order in files beside the order of completion."""
    return sum(one.sealed == other for one, other in zip(learners, order, strict=True)) / len(learners)


def test_place_in_the_file_says_nothing_of_arrival(tmp_path):
    """Rank correlation between arrival and position: none in the order of the digests, next to none in the bytes of the file.

    Neighbours in one page of the file stand in the order of their batches; the batches themselves are sorted by digest.
    """
    store = prepared(str(tmp_path / "s.sqlite"))
    chance = random.Random(1)
    sealed = [chance.randbytes(768) for _ in range(4_000)]
    for start in range(0, len(sealed), 8):
        store.put([row(one) for one in sorted(sealed[start : start + 8], key=digest)])
    store.close()
    store.erase()
    where = places((tmp_path / "s.sqlite").read_bytes(), sealed)
    listed = {one.sealed: place for place, one in enumerate(store.records(FORM.id))}

    assert abs(spearmanr(range(4_000), [listed[one] for one in sealed]).statistic) < 0.05
    assert abs(spearmanr(range(4_000), [where[one] for one in sealed]).statistic) < 0.1


def test_postgresql_keeps_the_order_of_writing(postgres):
    """As docs/privacy.md says: hidden columns, the table's file and the log of changes tell it; the server's words do not."""
    store = prepared(postgres.database("order"))
    chance = random.Random(2)
    sealed = [chance.randbytes(768) for _ in range(300)]
    for one in sealed:
        store.put([row(one)])
    seen = postgres_files(postgres, store, sealed)
    store.close()

    for name in ("xmin", "ctid", "table", "log of changes"):
        assert seen[name] == sealed, name
    assert seen["words of the server"] == []
    postgres.drop("order")


def postgres_files(cluster: Postgres, store: Store, wanted: Sequence[bytes]) -> dict[str, list[bytes]]:
    """Sealed records in the order in which each place of a PostgreSQL server has them: by hidden column, and in its files."""
    with store.transaction() as connection:
        connection.execute("CHECKPOINT")
        table = connection.execute("SELECT pg_relation_filepath('record')").fetchone()[0]
        by_column = {
            name: [
                bytes(found)
                for (found,) in connection.execute(f"SELECT sealed FROM record ORDER BY {expression}").fetchall()
            ]
            for name, expression in (("xmin", "xmin::text::bigint"), ("ctid", "ctid"))
        }
    files = {path: path.read_bytes() for path in cluster.folder.rglob("*") if path.is_file() and not path.is_socket()}
    changes = [unbroken(files[path]) for path in sorted(files) if path.parent.name == "pg_wal"]
    others = [data for path, data in files.items() if path.parent.name != "pg_wal" and path != cluster.data / table]
    by_file = {
        "log of changes": b"".join(changes),
        "other files": b"".join(others),
        "words of the server": files[cluster.log],
    }
    in_table = places(files[cluster.data / table], wanted)
    from_the_end = sorted(
        in_table, key=lambda one: (in_table[one] // BLOCK, -in_table[one])
    )  # as PostgreSQL fills a block
    found = {name: places(data, wanted) for name, data in by_file.items()}
    return by_column | {"table": from_the_end} | {name: sorted(at, key=at.get) for name, at in found.items()}


def unbroken(segment: bytes) -> bytes:
    """A segment of the write-ahead log without the headers of its pages, which cut records in two (xlog_internal.h)."""
    pages = (segment[at + (40 if at == 0 else 24) : at + BLOCK] for at in range(0, len(segment), BLOCK))
    return b"".join(pages)


@pytest.mark.slow
def test_every_adversary(tmp_path, postgres, capsys):
    """Short of those that docs/privacy.md names first, nobody does better than one in ten."""
    learners = a_trust(4_000, seed=7)
    guesses = [on_the_network(learners)]
    ledgers = [forms.a_ledger(tmp_path / "key", name) for name in ("sqlite", "server")]
    sqlite, server = prepared(str(tmp_path / "s.sqlite")), prepared(postgres.database("trust"))
    for term in TERMS:
        here = [one for one in learners if one.term == term]
        images = arrive(sqlite, here, tmp_path if term == TERMS[0] else None)
        arrive(server, here)
        if term == TERMS[0]:
            backup(sqlite, tmp_path / "backup.sqlite")
            guesses += thieves(here, images, tmp_path / "backup.sqlite")
            guesses += in_postgresql(here, postgres, server)
            guesses += holders_of_the_key(here, tmp_path / "s.sqlite")
        for store, ledger in zip((sqlite, server), ledgers, strict=True):
            outcome = publish(store, FORM.id, term, ledger, today=TODAY)
            assert isinstance(outcome, Published)
            store.purge(FORM.id)
        if term == TERMS[0]:
            guesses += afterwards(here, tmp_path, postgres, server)
    server.close()
    postgres.drop("trust")
    guesses += readers_of_releases([one.answers for one in learners])
    with capsys.disabled():
        print()
        for one in sorted(guesses, key=lambda one: one.named_first):
            chance = f" (by chance {one.least:.2f})" if one.least else ""
            print(f"  {'NAMED FIRST: ' if one.named_first else ''}{one.who:72} {one.best:7.4f}{chance}  {one.note}")

    assert [one for one in guesses if not one.named_first and not one.least and one.best > 0.1] == []
    assert [one for one in guesses if one.least and one.best > BOUND + 3 * (0.25 / TRIALS) ** 0.5] == []
    assert all(one.best > 0.1 for one in guesses if one.named_first), "named for nothing"


def on_the_network(learners: Sequence[Learner]) -> Guess:
    """Every message of every person, as it goes by."""
    messages = [keys.encode(one.sealed) for one in learners]
    read = opened([keys.decode(message) for message in messages], *keys_at_hand())
    different = len({one.answers for one in learners})
    return Guess(
        "someone on the network, with all messages and who sent them",
        len(read) / len(learners),
        f"{len(set(map(len, messages)))} size for {different} different answers; {len(read)} read",
    )


def thieves(learners: Sequence[Learner], images: Sequence[tuple[datetime.date, Path]], copy: Path) -> list[Guess]:
    """SQLite images of several days, a backup and the platform's log, first without the key and then with it."""
    known: set[bytes] = set()
    read, tied, named = 0, [], []
    for day, path in images:
        here = {one.sealed for one in open_store(str(path)).records(FORM.id)} - known
        known |= here
        people = [one for one in learners if one.done.date() == day]
        read += len(opened(here, *keys_at_hand()))
        tied.append(1 / len(here))
        named += [share(one.answers, people, here) for one in people]
    read += len(opened([one.sealed for one in open_store(str(copy)).records(FORM.id)], *keys_at_hand()))
    above = sum(one > 0.1 for one in named)
    return [
        Guess(
            "thief: SQLite images of several days, a backup, platform's log",
            read / len(known),
            f"ties a sealed record to a person up to 1 in {1 / max(tied):.0f}; {read} read",
        ),
        Guess(
            "key, platform's log and SQLite watched day by day",
            max(named),
            f"better than 1 in 10 for {above} of {len(named)} people",
            named_first=True,
        ),
    ]


def share(answers: Answers, people: Sequence[Learner], sealed: Iterable[bytes]) -> float:
    """Of the records of a day that fit what is known of a person: the chance to pick one that says what the person said."""
    fitting = [
        one for one in opened(sealed, forms.PRIVATE) if (one.group, one.stratum) == (answers.group, answers.stratum)
    ]
    return 1 / len(fitting)


def in_postgresql(learners: Sequence[Learner], cluster: Postgres, store: Store) -> list[Guess]:
    """Data directory, write-ahead log and server log, as bytes, and the hidden columns; without the key and with it."""
    sealed = [one.sealed for one in learners]
    seen = postgres_files(cluster, store, sealed)
    orders = {name: in_order(learners, order) for name, order in seen.items()}
    read = opened(set().union(*seen.values()), *keys_at_hand())
    tied = ", ".join(f"{name} {value:.0%}" for name, value in orders.items())
    by_key = Opener(FORM, forms.PRIVATE)
    best = max(seen.values(), key=lambda order: in_order(learners, order))
    named = [by_key.open(found) == one.answers for one, found in zip(learners, best, strict=True)]
    return [
        Guess(
            "thief: all files of a PostgreSQL server, platform's log",
            len(read) / len(learners),
            f"sealed records tied to people by {tied}; {len(read)} read",
        ),
        Guess(
            "key holder with all files of a PostgreSQL server, staff list, no platform",
            max(equals(learners, seen["table"])),
            f"{len(seen['table'])} answers without names",
        ),
        Guess(
            "key, platform's log and all files of a PostgreSQL server",
            sum(named) / len(named),
            f"right for {sum(named)} of {len(named)} people",
            named_first=True,
        ),
    ]


def holders_of_the_key(learners: Sequence[Learner], path: Path) -> list[Guess]:
    """The key and one SQLite file at the end of term: with a staff list, and with the platform's log besides."""
    sealed = [one.sealed for one in open_store(str(path)).records(FORM.id)]
    among = equals(learners, sealed)
    hinted = with_hints(learners, path.read_bytes())
    return [
        Guess(
            "key holder with the SQLite store, staff list, no platform",
            max(among),
            f"smallest group and stratum: {1 / max(among):.0f} people",
        ),
        Guess(
            "key, platform's log and one SQLite file at the end of term",
            max(hinted),
            f"on average {np.mean(hinted):.4f}; by group and stratum alone at most {max(among):.4f}",
        ),
    ]


def with_hints(learners: Sequence[Learner], image: bytes) -> list[float]:
    """What the places of records within their pages add: SQLite fills a page from its end, so neighbours tell who was first.

    For each person, every record that fits is weighed by how likely a record of that rank among its neighbours is at
    the moment when the person finished; the guess is as good as the chance of the likeliest one.
    """
    where = places(image, [one.sealed for one in learners])
    pages: dict[int, list[bytes]] = defaultdict(list)
    for sealed in sorted(where, key=where.get, reverse=True):
        pages[where[sealed] // PAGE].append(sealed)
    rank = {sealed: (place, len(page)) for page in pages.values() for place, sealed in enumerate(page)}
    fitting: Mapping[tuple[int, int] | None, list[bytes]] = defaultdict(list)
    opener = Opener(FORM, forms.PRIVATE)
    for sealed in where:
        about = opener.open(sealed)
        fitting[about.group, about.stratum].append(sealed)
    found = []
    for place, one in enumerate(learners):
        moment = (place + 0.5) / len(learners)
        if not one.staff_list:
            continue
        weights = {sealed: likelihood(*rank[sealed], moment) for sealed in fitting[one.staff_list]}
        likeliest = max(weights.values())
        found.append(likeliest / sum(weights.values()))
    return found


def likelihood(place: int, count: int, moment: float) -> float:
    """How likely a record that came at `moment` (0 to 1) of the term is in this place of `count` that came at any time."""
    return comb(count - 1, place) * moment**place * (1 - moment) ** (count - 1 - place)


def afterwards(learners: Sequence[Learner], folder: Path, cluster: Postgres, store: Store) -> list[Guess]:
    """After publication: what is left in files for somebody with the key and the platform's log."""
    sealed = [one.sealed for one in learners]
    left = places(b"".join(path.read_bytes() for path in folder.glob("s.sqlite*")), sealed)
    seen = postgres_files(cluster, store, sealed)
    order = max(seen.values(), key=len)
    return [
        Guess(
            "after publication: key, platform's log, SQLite's files (copies deleted)",
            len(left) / len(learners),
            f"{len(left)} sealed records left",
        ),
        Guess(
            "after publication: thief of PostgreSQL's files, platform's log",
            len(opened(order, *keys_at_hand())) / len(learners),
            f"{len(seen['table'])} sealed records left in the table, {len(order)} in the log of changes",
        ),
        Guess(
            "after publication: key, platform's log, PostgreSQL's log of changes",
            len(set(order) & set(sealed)) / len(learners),
            f"{len(order)} sealed records in their order, until the log is overwritten",
            named_first=True,
        ),
    ]


def readers_of_releases(answers: list[Answers]) -> list[Guess]:
    """The release and everything else there is to know: with 400 colleagues, a whole trust, and invented records around one person."""
    victim = answers[0]
    one, two = (with_byte(FORM, victim, "K1", "after", 0, code) for code in (0, 1))
    around = [Answers(victim.group, victim.stratum, bytes([1, 0]), bytes([1, 0]))]
    settings = {
        "reader who knows all 399 others and the person's other answers": answers[1:400],
        "reader who knows all 3,999 others and the person's other answers": answers[1:4_000],
        "nine invented records around one person, everything else known": around * 9 + answers[1:300],
        "99 invented records around one person, nobody else": around * 99,
    }
    found = []
    for who, others in settings.items():
        best = guessed(FORM, others, one, two, TRIALS)
        paid = mu2_once(measures(FORM, len(others) + 1), "K1", "after") / factor(FORM, len(others) + 1) ** 2
        found.append(
            Guess(who, best, f"one answer on one occasion; printed in the release: {guess(paid):.3f}", least=0.5)
        )
    return found
