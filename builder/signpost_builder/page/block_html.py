"""Blocks of a page to HTML: one macro per kind, innermost first."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar, assert_never

from markupsafe import Markup

from signpost_builder.model import (
    Block,
    Callout,
    Cards,
    Chart,
    Check,
    Compare,
    CourseWords,
    Easy,
    Edition,
    Figure,
    For,
    Media,
    Pieces,
    Prose,
    Question,
    QuestionSet,
    Quote,
    Reveal,
    ScaleQuestion,
    Scenario,
    Sensitive,
    SlideText,
    Stages,
    Steps,
    Timeline,
    Titled,
    Trainer,
)
from signpost_builder.page.chart import drawing
from signpost_builder.page.chart_table import chart_table
from signpost_builder.page.contacts import someone_to_talk_to
from signpost_builder.page.questions import question_view
from signpost_builder.page.strings import strings
from signpost_builder.page.tables import labelled_tables
from signpost_builder.page.templates import Macros, block_macros
from signpost_builder.same import Same
from signpost_builder.values import frozen

T = TypeVar("T")


@frozen
class Leaves:
    """What holds no other block, as Markup. It is the same at every site, so it is made once for all of them."""

    audience: str
    language: str
    words: CourseWords

    @property
    def texts(self) -> Mapping[str, Any]:
        page: Mapping[str, Any] = strings(self.language, self.words)["page"]
        return page

    @property
    def macros(self) -> Macros:
        return block_macros(self.language)

    def prose(self, prose: Prose) -> Markup:
        return Markup(labelled_tables("".join(str(part) for part in prose.parts)))

    def stages(self, stages: Stages) -> Markup:
        return self.macros.stages([(Markup(title), Markup(body)) for title, body in stages.stages])

    def seen(self, block: Chart | Quote) -> Markup:
        match block:
            case Chart():
                texts = self.texts["chart"]
                drawn = Markup(drawing(block, texts))
                table = Markup(labelled_tables(chart_table(block)))
                return self.macros.chart(block.id, block.title, block.description, drawn, table, Markup(block.source))
            case Quote():
                return self.macros.quote(self.prose(block.body), block.by, Markup(block.source))
            case _:
                assert_never(block)

    def scenario(self, scenario: Scenario) -> Markup:
        nodes = [
            {
                "id": node.id,
                "title": node.title,
                "body": self.prose(node.body),
                "options": [
                    {"text": Markup(option.text), "feedback": Markup(option.feedback), "target": option.target}
                    for option in node.options
                ],
            }
            for node in scenario.nodes
        ]
        return self.macros.scenario(scenario.id, scenario.title, nodes)

    def check(self, questions: QuestionSet) -> Markup:
        """A draw is written "pool 2, other 1": how many of each pool the player shows."""
        draw = ", ".join(f"{pool} {count}" for pool, count in questions.draw.items())
        body = Markup("\n").join(self.question(question, "form", answered=True) for question in questions.questions)
        return self.macros.check(questions.title, Markup(questions.introduction), draw, body)

    def set_asked(self, questions: QuestionSet) -> Markup:
        """A set before or after, without its answers."""
        return self._question_set(questions, answered=False)

    def set_answered(self, questions: QuestionSet) -> Markup:
        """The same with its answers, where it is about knowledge."""
        return self._question_set(questions, answered=questions.kind == "knowledge")

    def _question_set(self, questions: QuestionSet, *, answered: bool) -> Markup:
        above = [None, *questions.questions]
        inside = (
            self.question(question, "div", answered=answered, joined=same_scale(before, question))
            for before, question in zip(above, questions.questions, strict=False)
        )
        return self.macros.question_set(questions, Markup(questions.introduction), Markup("\n").join(inside))

    def question(self, question: Question, tag: str, *, answered: bool, joined: bool = False) -> Markup:
        """`joined`: it stands on the scale of the question before, and the two share the head of a grid."""
        view = question_view(
            question,
            audience=self.audience,
            t=self.texts["question"],
            answered=answered,
            in_set=tag == "div",
            macros=self.macros,
        )
        return self.macros.question(view, tag, question.id, joined)


def same_scale(above: Question | None, question: Question) -> bool:
    if not (isinstance(above, ScaleQuestion) and isinstance(question, ScaleQuestion)):
        return False
    return (above.labels, above.dont_know) == (question.labels, question.dont_know)


@lru_cache(maxsize=4096)
def _shared(the: Same[T], make: Callable[[Leaves, T], Markup], leaves: Leaves) -> Markup:
    return make(leaves, the.value)


class Blocks:
    """The blocks of one edition as Markup."""

    def __init__(self, edition: Edition) -> None:
        self._leaves = Leaves(edition.audience.id, edition.language, edition.course.words)
        self.texts, self.macros = self._leaves.texts, self._leaves.macros
        self._support = someone_to_talk_to(edition.contacts)

    def render(self, blocks: Iterable[Block]) -> Markup:
        return Markup("\n").join(self.block(block) for block in blocks)

    def block(self, block: Block) -> Markup:
        match block:
            case Prose():
                return _shared(Same(block), Leaves.prose, self._leaves)
            case Stages():
                return _shared(Same(block), Leaves.stages, self._leaves)
            case Scenario():
                return _shared(Same(block), Leaves.scenario, self._leaves)
            case Check():
                return self.check(block.questions)
            case Chart() | Quote():
                return _shared(Same(block), Leaves.seen, self._leaves)
            case Titled():
                return self.macros.titled(Markup(block.title), self.render(block.blocks))
            case Compare():
                return self.macros.compare(block.kind, self._pieces(block))
            case Cards() | Steps() | Timeline():
                return self.macros.listed(type(block).__name__.lower(), self._pieces(block))
            case Figure():
                return self.macros.figure(block.id, self.block(block.picture), self._pieces(block))
            case Easy():
                return self.macros.easy(self.block(block.body))
            case Reveal():
                return self.macros.reveal(block.title, self.render(block.blocks))
            case Media():
                return self.macros.media(self.block(block.picture), self.render(block.blocks))
            case Callout():
                return self.macros.callout(block.kind, block.title, self.render(block.blocks))
            case Sensitive():
                return self.sensitive(block)
            case For() | Trainer() | SlideText():
                raise TypeError(f"an edition contains no {type(block).__name__}: {block!r:.80}")
            case _:
                assert_never(block)

    def _pieces(self, block: Pieces) -> list[dict[str, Any]]:
        return [
            {"title": Markup(piece.title), "body": self.render(piece.blocks), "at": piece.at}
            for piece in block.blocks
            if isinstance(piece, Titled)
        ]

    def sensitive(self, block: Sensitive) -> Markup:
        return self.macros.sensitive(
            block.id,
            block.title,
            self.minutes(block.minutes) + ".",
            self.render(block.blocks),
            self.render(block.key_points),
            self._support,
        )

    def check(self, questions: QuestionSet) -> Markup:
        return _shared(Same(questions), Leaves.check, self._leaves)

    def question_sets(self, sets: Iterable[QuestionSet], *, answered: bool) -> Markup:
        """The sets before or after. `answered`: knowledge questions carry their answers."""
        make = Leaves.set_answered if answered else Leaves.set_asked
        return Markup("\n").join(_shared(Same(each), make, self._leaves) for each in sets)

    def minutes(self, minutes: int) -> str:
        return f"{self.texts['about']} {minutes} {self.texts['minute' if minutes == 1 else 'minutes']}"
