"""What an author should look at: rules on intervals, so that noise alone raises no flag."""

from signpost_report.aligning import Question, Series
from signpost_report.evidence import Evidence, direction
from signpost_report.measuring import occasions
from signpost_report.numbers import Number

EASY = 0.9  # right before the course: nothing to learn
WEAK = 0.2  # correlation with the other questions, below which a question measures something else


def flags(evidence: Evidence, series: Series, question: Question) -> list[str]:
    """In words, the gravest first; empty where nothing is wrong."""
    found = []
    first = evidence.find(series, "share", question.id, occasions(series)[0])
    change = evidence.find(series, "change", question.id, "both")
    misled = misleading(evidence, series, question)
    if change and direction(change) < 0:
        found.append("fewer have it right after the course")
    if misled:
        found.append("a wrong answer is chosen more often after the course")
    if first and first.low > EASY:
        found.append("too easy: nearly everyone has it right beforehand")
    elif change and direction(change) == 0:
        found.append("no evidence that the course teaches it")
    last = evidence.find(series, "discrimination", question.id, occasions(series)[-1])
    if last and last.high < WEAK:
        found.append("hardly goes with the other questions")
    return found


def misleading(evidence: Evidence, series: Series, question: Question) -> bool:
    """Whether the interval of some wrong option lies above where it was before."""
    pairs = (options(evidence, series, question, phase) for phase in ("before", "after"))
    before, after = ({(one.part, one.code): one for one in each} for each in pairs)
    return any(key in before and one.low > before[key].high for key, one in after.items())


def options(evidence: Evidence, series: Series, question: Question, phase: str) -> list[Number]:
    """Wrong options of a question with one slot, or wrongly ticked ones; none for order and match."""
    if not question.scored:
        return []
    key = series.results.form["questions"][question.id].get("key")
    match question.type:
        case "true-false":
            right = {int(key)}
        case "single" | "multiple" | "number":
            right = set(key)
        case "order" | "match":
            return []
        case unknown:
            raise ValueError(f"no question of type '{unknown}' is scored")
    rows = evidence.numbers.where(kind="option", questions=(question.id,), phase=phase, breakdown="all")
    rows = [one for one in rows if one.id.startswith(f"{series.name}:")]
    if question.type == "multiple":
        return [one for one in rows if one.code == 1 and one.part not in right]
    return [one for one in rows if one.code is not None and one.code < 254 and one.code not in right]


def option_label(question: Question, one: Number) -> str:
    """The option in words."""
    place = one.part if question.type == "multiple" else one.code
    return question.choices[place or 0]
