"""State that survives: damage, strangers, new versions of the course, and five hundred answers."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from signpost_builder.read import read_course

from tests.browser import packages
from tests.browser.learner import RIGHT, Learner
from tests.browser.starts import Start
from tests.browser.strict import sets

STANDARDS = pytest.mark.parametrize("standard", ["1.2", "2004"])
STATE = "cmi.suspend_data"
LOCATION = {"1.2": "cmi.core.lesson_location", "2004": "cmi.location"}
STATUS = {"1.2": "cmi.core.lesson_status", "2004": "cmi.completion_status"}

# scorm-again knows no difference between an element that holds an empty text and one that was never set.
EMPTY_IS_403 = ("get('cmi.suspend_data',): error 403", "get('cmi.location',): error 403")


def a_good_record(start: Start, standard: str) -> dict:
    learner = start(standard)
    learner.go("crossing.look-both-ways")
    learner.check("CK1", [2])
    learner.check("CK4", [1, 0, 2, 3])
    learner.leave()
    return learner.platform.seat.record()


HOSTILE = [
    "",
    " ",
    "v0",
    "null",
    "{}",
    '{"v":1,"pages":[1,1,1],"answers":{"CK1":[0]}}',
    "<img src=x onerror=alert(1)>",
    "'\"><script>alert(1)</script>",
    "A" * 4096,
    "%00%ff",
    "__proto__",
    "1|AAAA|////|zzzz",
]


@pytest.mark.parametrize(
    ("standard", "step"),
    [
        ("1.2", 4),
        ("2004", 8),
        pytest.param("1.2", 1, marks=pytest.mark.slow),
        pytest.param("2004", 1, marks=pytest.mark.slow),
    ],
)
def test_foreign_state_is_survived(start: Start, standard: str, step: int) -> None:
    """Empty, foreign or hostile state: a fresh start, no error, and the course can be used and saved."""
    seat = start.seats()
    states: dict[str, str] = {}
    for number, state in enumerate(HOSTILE[::step]):
        record = {
            "values": {STATE: state, LOCATION[standard]: "crossing.look-both-ways", STATUS[standard]: "incomplete"},
            "exit": "suspend",
        }
        name = f"hostile-{number}"
        seat.seed(record, name)
        learner = start(standard, seat=seat, registration=name)
        learner.platform.forgive(*EMPTY_IS_403)
        learner.go("crossing.look-both-ways")
        states[state] = learner.check("CK1", [1])
        learner.leave()
        learner.platform.page.close()

    assert set(states.values()) == {"right"}


@pytest.mark.slow
def test_truncated_state_is_survived(start: Start, standard: str = "1.2") -> None:
    """Cut anywhere, or with one character changed: fresh or partial, but never wrong and never an error."""
    record = a_good_record(start, standard)
    whole = record["values"][STATE]
    seat = start.seats()
    damaged = [whole[:length] for length in range(0, len(whole), max(1, len(whole) // 6))]
    damaged += [
        whole[: len(whole) // 2] + ("A" if whole[len(whole) // 2] != "A" else "B") + whole[len(whole) // 2 + 1 :],
        whole + "AAAA",
    ]
    found: dict[str, list] = {}
    for number, state in enumerate(damaged):
        seat.seed({**record, "values": {**record["values"], STATE: state}}, f"cut-{number}")
        learner = start(standard, seat=seat, registration=f"cut-{number}")
        learner.platform.forgive(*EMPTY_IS_403)
        learner.go("crossing.look-both-ways")
        found[state] = [learner.given("CK1"), learner.question("CK4").locator(".verdict").is_visible()]
        learner.leave()
        learner.platform.page.close()

    assert all(answer in ([[2], True], [None, False], [[2], False], [None, True]) for answer in found.values()), found


@pytest.mark.parametrize("standard", ["1.2"])
@pytest.mark.parametrize(
    "location",
    [
        "no.such-page",
        "'];alert(1)//",
        *(pytest.param(one, marks=pytest.mark.slow) for one in ("x" * 255, "#crossing.start", "../../etc", "")),
    ],
)
def test_a_foreign_location_is_survived(start: Start, standard: str, location: str) -> None:
    seat = start.seats()
    record = a_good_record(start, standard)
    seat.seed({**record, "values": {**record["values"], LOCATION[standard]: location}})
    learner = start(standard, seat=seat)
    learner.platform.forgive(*EMPTY_IS_403)

    assert learner.at in learner.pages


VERSIONS: Mapping[str, tuple[dict[str, dict[str, str]], list]] = {
    "nothing changed": ({}, [[2], [0, 3], [1, 0, 2, 3], [7]]),
    "a question put in front": (
        {"quizzes/check-crossing.yaml": {"questions:\n": "questions:\n  - {id: CK0, type: true-false, topic: road, stem: Roads are for cars only., answer: false, feedback_true: No., feedback_false: Yes., rationale: They are for all.}\n"}},
        [[2], [0, 3], [1, 0, 2, 3], [7]],
    ),
    "a question removed": (
        {"quizzes/check-crossing.yaml": {
            "  - id: CK3\n    type: true-false\n    topic: road\n    stem: Cars always stop for children.\n    answer: false\n    feedback_true: They do not always stop.\n    feedback_false: Right. Wait until they have stopped.\n    rationale: A driver may not see a child.\n": ""
        }},
        [[2], [0, 3], [1, 0, 2, 3], [7]],
    ),
    "a choice changed": (
        {"quizzes/check-crossing.yaml": {"{text: Amber, feedback: Amber means wait.}": "{text: Blue, feedback: There is no blue light.}"}},
        [None, [0, 3], [1, 0, 2, 3], [7]],
    ),
    "two questions exchanged": (
        {"quizzes/check-crossing.yaml": {"id: CK1": "id: CKX", "id: CK2": "id: CK1"}},
        [None, None, [1, 0, 2, 3], [7]],
    ),
    "a page put in front": (
        {"modules/crossing/module.md": {"## Look both ways\n": "## Dress warm\n\nWear a coat.\n\n## Look both ways\n"}},
        [[2], [0, 3], [1, 0, 2, 3], [7]],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("standard", "change"), [*(("1.2", change) for change in VERSIONS), ("2004", "a question put in front")]
)
def test_a_new_version_moves_no_answer(start: Start, standard: str, change: str, tmp_path: Path) -> None:
    """An answer belongs to its question or to nobody."""
    changes, expected = VERSIONS[change]
    seat = start.seats()
    old = start(standard, seat=seat)
    old.go("crossing.look-both-ways")
    for question, answer in {"CK1": [2], "CK2": [0, 3], "CK4": [1, 0, 2, 3], "CK6": [7]}.items():
        old.check(question, answer)
    old.leave()
    new = start(standard, seat=seat, of=packages.variant(tmp_path / "next", changes))
    names = ["CK1", "CK2", "CK4", "CK6"]

    def given(name: str) -> object:
        return new.given(name) if new.question(name).locator(".verdict").is_visible() else None

    assert new.at == "crossing.look-both-ways"
    assert [given(name) for name in names] == expected


def five_hundred(folder: Path) -> Path:
    """A course of 500 checks of every type on ten pages."""
    project = folder / "many"
    for name in ("course/many", "modules/many", "quizzes"):
        (project / name).mkdir(parents=True)
    (project / "course/many/course.yaml").write_text(
        "id: many\ntitle: Many\nsummary: Many questions.\nversion: 1.0.0\nlanguages: [en-GB]\n"
        "audiences: [{id: staff, title: Staff}]\nmodules: [many]\nformats: [scorm12]\n"
    )
    (project / "modules/facts.yaml").write_text("{}\n")
    (project / "modules/helplines.yaml").write_text(
        (packages.HERE / "course/modules/helplines.yaml").read_text(encoding="utf-8")
    )
    kinds = [
        "type: single, choices: [{text: A}, {text: B, correct: true}, {text: C}, {text: D}]",
        "type: multiple, choices: [{text: A, correct: true}, {text: B}, {text: C, correct: true}, {text: D}, {text: E}, {text: F}]",
        "type: true-false, answer: true",
        "type: order, items: [One, Two, Three, Four]",
        "type: match, pairs: [{term: T1, meaning: M1}, {term: T2, meaning: M2}, {term: T3, meaning: M3}, {term: T4, meaning: M4}], spare: [M5]",
    ]
    text = "---\nid: many\ntitle: Many\nsummary: Many.\nminutes: 5\naudiences: [staff]\nobjectives: [Answer.]\nreview_by: 2099-01-01\n---\n\nHello.\n"
    for page in range(10):
        text += f"\n## Page {page}\n\n::: quiz ref=set-{page}\n:::\n"
        questions = [
            f"  - {{id: Q{page}-{n}, topic: t, stem: Question {n} of {page}?, rationale: Because., {kinds[n % 5]}}}"
            for n in range(50)
        ]
        (project / f"quizzes/set-{page}.yaml").write_text(
            f"id: set-{page}\ntitle: Set {page}\nkind: knowledge\nquestions:\n" + "\n".join(questions) + "\n"
        )
    (project / "modules/many/module.md").write_text(text)
    return project / "course/many"


ANSWER_ALL = """() => {
  const questions = [...document.querySelectorAll("form.q")];
  questions.forEach((form, n) => {
    const options = [...form.querySelectorAll("input[type=radio], input[type=checkbox]")].filter((one) => one.value !== "dk");
    if (form.querySelector("ol.order")) form.querySelector(`ol.order > li:nth-child(${2 + (n % 3)}) [data-do=up]`).click();
    else if (form.querySelector("select")) form.querySelectorAll("select").forEach((one, term) => { one.value = String((term + n) % 5); one.dispatchEvent(new Event("change", { bubbles: true })); });
    else options[n % options.length].click();
    form.querySelector("[data-do=check]").click();
  });
  return questions.length;
}"""
READ_ALL = """() => [...document.querySelectorAll("form.q")].map((form) => [form.dataset.q, form.querySelector(".verdict")?.dataset.verdict,
  [...form.querySelectorAll("ol.order > li")].map((one) => one.dataset.i).join(), [...form.querySelectorAll("select")].map((one) => one.value).join(),
  [...form.querySelectorAll("input:checked")].map((one) => one.value).join()].join("|"))"""


@pytest.mark.parametrize("standard", ["1.2", pytest.param("2004", marks=pytest.mark.slow)])
def test_five_hundred_answers_fit_and_come_back(start: Start, standard: str, tmp_path: Path) -> None:
    """3,500 characters hold 500 answered checks of all types, exactly."""
    course, _ = read_course(five_hundred(tmp_path), as_of=packages.AS_OF, strict=False)
    first = start(standard, of=course)
    for _ in range(500):
        first.mark("submitted")
    answered = first.course.evaluate(ANSWER_ALL)
    given = first.course.evaluate(READ_ALL)
    second = start.again(first, standard, of=course)

    assert answered == 500
    assert len(sets(first.notes(), STATE)[-1]) <= 3500
    assert second.course.evaluate(READ_ALL) == given


@STANDARDS
def test_a_learner_who_passed_an_older_version_stays_passed(start: Start, standard: str, tmp_path: Path) -> None:
    seat = start.seats()
    old = start(standard, seat=seat)
    old.after(RIGHT)
    old.leave()
    newer = packages.variant(
        tmp_path / "next",
        {"modules/crossing/module.md": {"## Look both ways\n": "## Dress warm\n\nWear a coat.\n\n## Look both ways\n"}},
    )
    new: Learner = start(standard, seat=seat, of=newer)
    new.next()
    new.leave()

    assert seat.record()["values"][STATUS[standard]] == ("passed" if standard == "1.2" else "completed")
