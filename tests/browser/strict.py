"""The strict tables: what a course may say to a platform, judged from the recorder's notes.

Narrower than scorm-again and than any one platform: only what SCORM 1.2 RTE 3.4.4, SCORM 2004 RTE 4.2 and the platforms
of our users all accept. A fault is a sentence; no sentence, no fault.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Standard = Literal["1.2", "2004"]


@dataclass(frozen=True, slots=True)
class Note:
    """One call, or a mark that the test set. `at` in seconds; `error` as the platform would have answered right after."""

    at: float
    role: str
    args: tuple[Any, ...]
    result: Any = None
    error: str = "0"
    types: tuple[str, ...] = ()
    result_type: str = "string"
    injected: bool = False


def notes_from(raw: Sequence[dict[str, Any]]) -> list[Note]:
    return [
        Note(
            at=entry["at"] / 1000,
            role=entry["role"],
            args=tuple(entry.get("args", ())),
            result=entry.get("result"),
            error=entry.get("error", "0"),
            types=tuple(entry.get("types", ())),
            result_type=entry.get("resultType", "string"),
            injected=entry.get("injected", False),
        )
        for entry in raw
    ]


def sets(notes: Sequence[Note], element: str) -> list[str]:
    """Every value that the course set for `element`, in order."""
    return [note.args[1] for note in notes if note.role == "set" and note.args[0] == element]


def sent(notes: Sequence[Note]) -> list[tuple[str, ...]]:
    """All that left the course towards the platform, in order, without times of day and durations."""
    return [
        (note.role, *note.args)
        for note in notes
        if note.role in ("initialize", "set", "get", "commit", "finish")
        and not (note.role == "set" and note.args[0].endswith("session_time"))
    ]


# ------------------------------------------------------------------ value tables

Check = Callable[[str], bool]


def one_of(*words: str) -> Check:
    return lambda value: value in words


def matching(pattern: str, most: int = 4096) -> Check:
    compiled = re.compile(pattern)
    return lambda value: len(value) <= most and compiled.fullmatch(value) is not None


def decimal_between(low: float, high: float, places: int) -> Check:
    """A leading digit, no exponent, no plus sign, at most `places` decimals (Moodle refuses more)."""
    shape = re.compile(rf"-?\d{{1,5}}(\.\d{{1,{places}}})?")
    return lambda value: shape.fullmatch(value) is not None and low <= float(value) <= high


PRINTABLE = r"[\x20-\x7e]*"
IDENTIFIER = r"[A-Za-z0-9_]+(-[A-Za-z0-9_]+)*"
TIME_12 = r"\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?"
TIME_2004 = r"PT(?=\d)(\d+H)?([0-5]?\d+M)?(\d+(\.\d{1,2})?S)?"

STATUS_12 = one_of("passed", "completed", "failed", "incomplete", "browsed")
SCORE = decimal_between(0, 100, 2)


def _is_interim(value: str) -> bool:
    """A score a millionth away from one with two decimals: said first, so that the real one differs (docs/decisions/results.md)."""
    return value == "99.999999" or re.fullmatch(r"\d{1,2}\.\d\d0001", value) is not None


WRITE_12: dict[str, Check] = {
    r"cmi\.core\.lesson_status": STATUS_12,
    r"cmi\.core\.score\.raw": lambda value: SCORE(value) or _is_interim(value),
    r"cmi\.core\.score\.(min|max)": SCORE,
    r"cmi\.core\.session_time": matching(TIME_12),
    r"cmi\.core\.lesson_location": matching(r"[a-z0-9._-]+", 255),
    r"cmi\.suspend_data": matching(PRINTABLE, 3500),
    r"cmi\.core\.exit": one_of("time-out", "suspend", "logout", ""),
    r"cmi\.objectives\.\d+\.id": matching(IDENTIFIER, 255),
    r"cmi\.objectives\.\d+\.score\.(raw|min|max)": SCORE,
    r"cmi\.objectives\.\d+\.status": one_of("passed", "completed", "failed", "incomplete", "browsed", "not attempted"),
}
READ_12 = (
    r"cmi\.core\.(_children|lesson_status|lesson_location|lesson_mode|credit|entry|total_time)"
    r"|cmi\.core\.score\.(_children|raw|min|max)"
    r"|cmi\.suspend_data|cmi\.launch_data"
    r"|cmi\.objectives\.(_children|_count)|cmi\.objectives\.\d+\.(id|status)|cmi\.objectives\.\d+\.score\.(raw|min|max)"
    r"|cmi\.student_data\.mastery_score"
)

WRITE_2004: dict[str, Check] = {
    r"cmi\.completion_status": one_of("completed", "incomplete", "not attempted", "unknown"),
    r"cmi\.success_status": one_of("passed", "failed", "unknown"),
    r"cmi\.score\.scaled": decimal_between(-1, 1, 4),
    r"cmi\.score\.(raw|min|max)": SCORE,
    r"cmi\.progress_measure": decimal_between(0, 1, 4),
    r"cmi\.session_time": matching(TIME_2004),
    r"cmi\.location": matching(r"[a-z0-9._-]+", 1000),
    r"cmi\.suspend_data": matching(PRINTABLE, 16000),
    r"cmi\.exit": one_of("time-out", "suspend", "normal", ""),
    r"cmi\.objectives\.\d+\.id": matching(r"[A-Za-z0-9_-]+", 4000),
    r"cmi\.objectives\.\d+\.success_status": one_of("passed", "failed", "unknown"),
    r"cmi\.objectives\.\d+\.completion_status": one_of("completed", "incomplete", "not attempted", "unknown"),
    r"cmi\.objectives\.\d+\.progress_measure": decimal_between(0, 1, 4),
    r"cmi\.objectives\.\d+\.score\.scaled": decimal_between(-1, 1, 4),
    r"cmi\.objectives\.\d+\.score\.(raw|min|max)": SCORE,
    r"adl\.nav\.request": one_of("exitAll", "suspendAll", "_none_"),
}
READ_2004 = (
    r"cmi\._version|cmi\.(completion_status|success_status|location|mode|credit|entry|suspend_data|launch_data|total_time)"
    r"|cmi\.(scaled_passing_score|completion_threshold|progress_measure)"
    r"|cmi\.score\.(_children|scaled|raw|min|max)"
    r"|cmi\.objectives\.(_children|_count)|cmi\.objectives\.\d+\.(id|success_status|completion_status|progress_measure)"
    r"|cmi\.objectives\.\d+\.score\.(_children|scaled|raw|min|max)"
)

WRITE: dict[Standard, dict[str, Check]] = {"1.2": WRITE_12, "2004": WRITE_2004}
READ: dict[Standard, str] = {"1.2": READ_12, "2004": READ_2004}
IDENTITY = re.compile(
    r"student_id|student_name|learner_id|learner_name|student_preference|learner_preference|comments|interactions"
)
NEEDS_ARGUMENTS = {
    "initialize": 1,
    "finish": 1,
    "commit": 1,
    "get": 1,
    "set": 2,
    "lastError": 0,
    "errorString": 1,
    "diagnostic": 1,
}


# ------------------------------------------------------------------------ judges


def faults(notes: Sequence[Note], standard: Standard) -> list[str]:
    """All faults of one launch."""
    return [
        *_order(notes),
        *_calls(notes, standard),
        *_values(notes, standard),
        *_scores(notes, standard),
        *_objectives(notes),
        *_statuses(notes, standard),
        *_commits(notes, standard),
    ]


def _talk(notes: Sequence[Note]) -> list[Note]:
    return [note for note in notes if note.role != "mark"]


def _order(notes: Sequence[Note]) -> Iterator[str]:
    talk = [note for note in _talk(notes) if note.role not in ("lastError", "errorString", "diagnostic")]
    if not talk:
        return
    if talk[0].role != "initialize":
        yield f"the first call is {talk[0].role}, not Initialize"
    started = [note for note in talk if note.role == "initialize"]
    if len([note for note in started if not note.injected]) > 1:
        yield f"Initialize was called {len(started)} times"
    ends = [index for index, note in enumerate(talk) if note.role == "finish"]
    if len(ends) > 1:
        yield f"Finish was called {len(ends)} times"
    if ends and ends[0] != len(talk) - 1:
        after = talk[ends[0] + 1]
        yield f"{after.role} {after.args} was called after Finish"
    if ends and ends[0] and talk[ends[0] - 1].role == "commit" and talk[ends[0]].at - talk[ends[0] - 1].at < 0.01:
        previous = [note for note in notes[: notes.index(talk[ends[0]])] if note.role in ("commit", "mark")]
        if previous[-1].role == "commit" and not _results(notes):
            yield "Commit was called as part of finishing"


def _results(notes: Sequence[Note]) -> list[Note]:
    """What was said of a result of this launch: it is said again, as an answer of "true" is no proof that it was kept."""
    ends = {
        ("cmi.core.lesson_status", "passed"),
        ("cmi.core.lesson_status", "completed"),
        ("cmi.completion_status", "completed"),
    }
    scores = ("cmi.core.score.raw", "cmi.score.raw")
    return [
        note
        for note in notes
        if note.role == "set" and (note.args in ends or (note.args[0] in scores and note.args[1] != "100"))
    ]


def _calls(notes: Sequence[Note], standard: Standard) -> Iterator[str]:
    for note in _talk(notes):
        said = f"{note.role}{note.args}"
        wanted = NEEDS_ARGUMENTS[note.role]
        if len(note.args) != wanted:
            yield f"{said}: {len(note.args)} arguments, {wanted} wanted"
        if note.role in ("initialize", "finish", "commit") and note.args[:1] != ("",):
            yield f"{said}: the argument must be an empty string"
        if any(kind != "string" for kind in note.types):
            yield f"{said}: arguments of types {note.types}; the standard knows strings only"
        if note.error != "0" and not note.injected:
            yield f"{said}: error {note.error}"
        if note.role in ("get", "set") and IDENTITY.search(str(note.args[0])):
            yield f"{said}: names the person or keeps answers; never touched"
        elif note.role == "get" and not re.fullmatch(READ[standard], str(note.args[0])):
            yield f"{said}: not an element that a course needs to read"


def _values(notes: Sequence[Note], standard: Standard) -> Iterator[str]:
    for note in notes:
        if note.role != "set" or len(note.args) != 2:
            continue
        element, value = str(note.args[0]), str(note.args[1])
        check = next((check for name, check in WRITE[standard].items() if re.fullmatch(name, element)), None)
        if check is None:
            yield f"set {element}: not an element that a course may write"
        elif not check(value):
            yield f"set {element} = {value[:60]!r} ({len(value)} characters): not a value that every platform takes"


def _scores(notes: Sequence[Note], standard: Standard) -> Iterator[str]:
    """raw, min and max go together; 2004 adds scaled, and the numbers must agree."""
    prefix = "cmi.core.score." if standard == "1.2" else "cmi.score."
    parts = ("raw", "min", "max") if standard == "1.2" else ("raw", "min", "max", "scaled")
    pending: dict[str, str] = {}
    for note in notes:
        if note.role == "set" and str(note.args[0]).startswith(prefix):
            pending[note.args[0].removeprefix(prefix)] = note.args[1]
        if note.role in ("commit", "finish") and pending:
            missing = [part for part in parts if part not in pending]
            if missing:
                yield f"{note.role}: a score without {', '.join(missing)}"
            elif standard == "2004" and abs(float(pending["raw"]) / 100 - float(pending["scaled"])) > 0.0051:
                yield f"score.raw {pending['raw']} and score.scaled {pending['scaled']} disagree"
            pending = {}
    said = sets(notes, f"{prefix}raw")
    if said and not SCORE(str(said[-1])):
        yield f"score.raw {said[-1]} is not followed by the real one"


def _objectives(notes: Sequence[Note]) -> Iterator[str]:
    """Indexes without gaps, one index one id, id before the rest unless the platform gave it (2004 4.2.17)."""
    names: dict[int, str] = {}
    known = -1
    for note in notes:
        if note.role == "get" and note.args == ("cmi.objectives._count",) and str(note.result).isdigit():
            known = max(known, int(note.result) - 1)
        found = (
            re.fullmatch(r"cmi\.objectives\.(\d+)\.(.+)", str(note.args[0]))
            if note.role == "set" and note.args
            else None
        )
        if not found:
            continue
        index, field = int(found[1]), found[2]
        if index > known + 1:
            yield f"objective {index} leaves a gap after {known}"
        if field == "id":
            if names.get(index, note.args[1]) != note.args[1] or note.args[1] in [
                n for i, n in names.items() if i != index
            ]:
                yield f"objective {index}: id {note.args[1]!r} changes or repeats an id"
            names[index] = note.args[1]
        elif index > known:
            yield f"objective {index}: {field} before its id"
        known = max(known, index)


def _statuses(notes: Sequence[Note], standard: Standard) -> Iterator[str]:
    """Never back from passed or completed; nothing written when the platform says browse or review."""
    element, done = (
        ("cmi.core.lesson_status", ("passed", "completed"))
        if standard == "1.2"
        else ("cmi.completion_status", ("completed",))
    )
    reached = ""
    for note in notes:
        if note.role == "get" and note.args == (element,) and note.result in done:
            reached = note.result
        if note.role == "set" and note.args[0] == element:
            if reached and note.args[1] not in done:
                yield f"{element} falls from {reached} to {note.args[1]}"
            reached = note.args[1] if note.args[1] in done else reached
        if (
            note.role == "set"
            and note.args == ("cmi.success_status", "failed")
            and ("set", "cmi.success_status", "passed") in [(one.role, *one.args) for one in notes[: notes.index(note)]]
        ):
            yield "cmi.success_status falls from passed to failed"
    mode = [
        note.result for note in notes if note.role == "get" and note.args in (("cmi.core.lesson_mode",), ("cmi.mode",))
    ]
    if mode and mode[-1] in ("browse", "review"):
        for note in notes:
            looked = note.args in (("cmi.core.lesson_status", "browsed"), ("cmi.completion_status", "incomplete"))
            if note.role == "commit" or (note.role == "set" and not looked):
                yield f"{note.role}{note.args} in {mode[-1]} mode"


PAGE_INTERVAL_SECONDS = 30


def _commits(notes: Sequence[Note], standard: Standard) -> Iterator[str]:
    """1 on open, 1 per submitted set or changed status, at most 1 per 30 s of page changes, 1 when hidden.

    A refused one may be repeated, and a result is said again seconds later, when hidden and on leaving: two commits each in 1.2, as
    the real values follow others, and one in 2004.
    """
    start = next((note.at for note in notes if note.role == "initialize"), None)
    if start is None:
        return
    good = [note for note in notes if note.role == "commit" and not note.injected]
    marks = [note.args[0] for note in notes if note.role == "mark"]
    last = notes[-1].at
    refused = sum(note.injected for note in notes if note.role in ("commit", "set"))
    again = 2 if standard == "1.2" else 1
    statuses = {
        note.args
        for note in notes
        if note.role == "set" and note.args[0].endswith(("lesson_status", "completion_status"))
    }
    budget = (
        max(1, len(statuses))
        + marks.count("submitted")
        + marks.count("hidden")
        + int((last - start) / PAGE_INTERVAL_SECONDS)
        + (again if refused else 0)
    )
    if _results(notes):
        budget += again * (2 + marks.count("hidden"))
    if len(good) > budget:
        yield f"{len(good)} commits where the budget is {budget} ({', '.join(marks) or 'no marks'}; {last - start:.0f} s)"
