"""Questions as problems of the platform's own kind (CAPA).

Texts that look alike to a reader must not be equal, and a problem without one right answer loads without a word:
`faults` says so before the platform would not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, assert_never

from lxml import etree
from lxml.html import HtmlElement

from signpost_builder.formats.openedx.olx import NO_ATTRIBUTES, in_attribute, in_xml
from signpost_builder.formats.openedx.plain_html import fragment, tidy
from signpost_builder.model import (
    ChoiceQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    ScaleQuestion,
    TrueFalseQuestion,
)
from signpost_builder.page.questions import figure, mixed, number_answer
from signpost_builder.values import frozen

Use = Literal["check", "before", "after"]

BLOCKS = frozenset("p div ul ol table figure blockquote details dl pre h3 h4 h5 h6".split())
RESPONSES = frozenset({"multiplechoiceresponse", "choiceresponse", "optionresponse", "numericalresponse"})
STRUCTURE = RESPONSES | {"choicegroup", "checkboxgroup", "optioninput", "solution"}
CHOICE_PATHS = (".//choice", ".//option")

# When the platform shows the right answers: a check after the first try, a graded question when it is over.
SHOW_ANSWER = {"check": "attempted", "before": "never", "after": "finished"}


@frozen
class Maker:
    """`texts`: those of the page, in its language. `address`: new places for links; `cited`: citations as numbers."""

    texts: dict[str, Any]
    address: Callable[[str], str | None]
    cited: Callable[[str], str]

    def problem(self, question: Question, title: str, use: Use, attempts: int = 0) -> etree._Element:
        """The `<problem>`. Before: without feedback and reasons. `attempts` 0: without a limit."""
        attributes = {
            "display_name": in_attribute(title),
            "rerandomize": "never",
            "showanswer": SHOW_ANSWER[use],
            "weight": "1.0",
        }
        if attempts:
            attributes["max_attempts"] = str(attempts)
        problem = etree.Element("problem", attributes)
        told = use != "before"
        match question:
            case ChoiceQuestion():
                problem.extend(self._choices(question, told=told, shuffle=question.shuffle and use != "check"))
            case TrueFalseQuestion():
                problem.extend(self._true_or_false(question, told=told))
            case NumberQuestion():
                problem.extend(self._number(question))
            case OrderQuestion():
                problem.extend(self._order(question))
            case MatchQuestion():
                problem.extend(self._match(question))
            case ScaleQuestion():
                raise TypeError(f"a rating has no right answer: {question.id}")
            case _:
                assert_never(question)
        if told:
            problem.extend(self._solution(question))
        _lay_out(problem)
        return problem

    def _choices(self, question: ChoiceQuestion, *, told: bool, shuffle: bool) -> Iterator[etree._Element]:
        t = self.texts["question"]
        if question.multiple:
            # Half the points for one mistake, a quarter for two: nearest to the player's marks. The other scheme (EDC)
            # gives up to four fifths for one wrong tick in five.
            response = etree.Element("choiceresponse", partial_credit="halves")
            group = etree.Element("checkboxgroup")
        else:
            response = etree.Element("multiplechoiceresponse")
            group = etree.Element("choicegroup", {"type": "MultipleChoice", **({"shuffle": "true"} if shuffle else {})})
        for choice in question.choices:
            shown = _choice(choice.correct, self._inline(choice.text))
            if told and choice.feedback:
                shown.extend(self._hints(choice.feedback, choice.correct, multiple=question.multiple))
            group.append(shown)
        if question.dont_know:
            group.append(
                _choice(False, [t["dont_know"]], {"fixed": "true"} if shuffle and not question.multiple else {})
            )
        yield from self._labelled(response, question.stem, [t["several"]] if question.multiple else [])
        response.append(group)
        yield response

    def _true_or_false(self, question: TrueFalseQuestion, *, told: bool) -> Iterator[etree._Element]:
        t = self.texts["question"]
        response = etree.Element("multiplechoiceresponse")
        group = etree.Element("choicegroup", type="MultipleChoice")
        for value, feedback in ((True, question.feedback_true), (False, question.feedback_false)):
            shown = _choice(question.answer is value, [t["true" if value else "false"]])
            if told and feedback:
                shown.extend(self._hints(feedback, question.answer is value, multiple=False))
            group.append(shown)
        if question.dont_know:
            group.append(_choice(False, [t["dont_know"]]))
        yield from self._labelled(response, question.stem)
        response.append(group)
        yield response

    def _number(self, question: NumberQuestion) -> Iterator[etree._Element]:
        response = etree.Element("numericalresponse", answer=figure(question.answer or 0))
        yield from self._labelled(response, question.stem)
        if question.tolerance:
            etree.SubElement(response, "responseparam", type="tolerance", default=figure(question.tolerance))
        etree.SubElement(response, "formulaequationinput", {"trailing_text": question.unit} if question.unit else {})
        yield response

    def _order(self, question: OrderQuestion) -> Iterator[etree._Element]:
        """One list of places for each item."""
        t = self.texts
        yield self._paragraph(self._inline(question.stem))
        yield self._paragraph([t["native"]["places"]])
        places = [str(place) for place in range(1, len(question.items) + 1)]
        for index in mixed(question.id, len(question.items)):
            yield self._dropdown(question.items[index], places, index, dont_know=question.dont_know)

    def _match(self, question: MatchQuestion) -> Iterator[etree._Element]:
        """One list of meanings for each term."""
        yield from self._stem(question.stem)
        meanings = [meaning for _, meaning in question.pairs] + list(question.spare)
        order = mixed(question.id, len(meanings))
        options = [plain_text(meanings[index]) for index in order]
        for place, (term, _) in enumerate(question.pairs):
            yield self._dropdown(term, options, order.index(place), dont_know=question.dont_know)

    def _dropdown(self, label: str, options: Sequence[str], right: int, *, dont_know: bool) -> etree._Element:
        response = etree.Element("optionresponse")
        _fill(etree.SubElement(response, "label"), self._inline(label))
        group = etree.SubElement(response, "optioninput")
        listed = [*options, *([self.texts["question"]["dont_know"]] if dont_know else [])]
        for index, text in enumerate(listed):
            etree.SubElement(group, "option", correct="True" if index == right else "False").text = in_xml(text)
        return response

    def _labelled(self, response: etree._Element, stem: str, hints: Iterable[str] = ()) -> Iterator[etree._Element]:
        """The stem as the label of the controls; what stands above its last block, before the response."""
        *above, last = self._blocks(stem)
        yield from above
        _fill(etree.SubElement(response, "label"), _content(last))
        for hint in hints:
            etree.SubElement(response, "description").text = hint

    def _stem(self, stem: str) -> Iterator[etree._Element]:
        for block in self._blocks(stem):
            yield block if isinstance(block, etree._Element) else self._paragraph(block)

    def _blocks(self, html: str) -> list[Any]:
        """The block elements of a stem; a stem of words alone is one list of words and inline elements."""
        root = self._tidy(html)
        if any(child.tag in BLOCKS for child in root):
            return [_tailless(child) for child in root]
        return [[root.text or "", *root]]

    def _hints(self, feedback: str, correct: bool, *, multiple: bool) -> Iterator[etree._Element]:
        """Said when the choice was made; of several right ones also when it was left out."""
        for selected in ["true", *(["false"] if correct else [])] if multiple else [""]:
            hint = etree.Element("choicehint", {"selected": selected} if selected else {})
            _fill(hint, self._inline(feedback))
            yield hint

    def _solution(self, question: Question) -> Iterator[etree._Element]:
        t = self.texts["question"]
        parts: list[Any] = []
        match question:
            case NumberQuestion(answer=float() | int()):
                parts += [self._paragraph([t["right_number"]]), *self._tidy(number_answer(question, t))]
            case OrderQuestion():
                ordered = etree.Element("ol")
                for item in question.items:
                    _fill(etree.SubElement(ordered, "li"), self._inline(item))
                parts += [self._paragraph([t["right_order"]]), ordered]
            case NumberQuestion() | ChoiceQuestion() | TrueFalseQuestion() | MatchQuestion() | ScaleQuestion():
                pass  # the platform shows what is right in its place; a number without an answer has none
            case _:
                assert_never(question)
        if question.rationale:
            parts += self._stem(question.rationale)
        if parts:
            solution = etree.Element("solution")
            inside = etree.SubElement(solution, "div", {"class": "detailed-solution"})
            inside.append(self._paragraph([self.texts["native"]["explanation"]]))
            inside.extend(parts)
            yield solution

    def _inline(self, html: str) -> list[Any]:
        root = self._tidy(html)
        if [child.tag for child in root] == ["p"] and not (root.text or "").strip():
            root = root[0]
        return [root.text or "", *root]

    def _tidy(self, html: str) -> HtmlElement:
        root = fragment(self.cited(html))
        tidy(root, self.address)
        return root

    def _paragraph(self, content: Sequence[Any]) -> etree._Element:
        paragraph = etree.Element("p")
        _fill(paragraph, content)
        return paragraph


def faults(problem: etree._Element) -> Iterator[str]:
    """What the platform would load without a word and mark wrongly."""
    for response in problem.iter(*RESPONSES):
        listed = [choice for path in CHOICE_PATHS for choice in response.iterfind(path)]
        right = [choice for choice in listed if choice.get("correct", "").lower() == "true"]
        if response.tag != "numericalresponse":
            if not right:
                yield "it has no right answer"
            if len(right) > 1 and response.tag != "choiceresponse":
                yield f"it has {len(right)} right answers where one can be chosen"
        seen: set[str] = set()
        for choice in listed:
            text = _said(choice)
            if not text and not choice.xpath(".//img"):
                yield "one of its choices has no words"
            elif text.casefold() in seen:
                yield f"two of its choices read '{text}'"
            seen.add(text.casefold())
    if not any(True for _ in problem.iter(*RESPONSES)):
        yield "it asks for nothing"


def plain_text(html: str) -> str:
    return " ".join(fragment(html).text_content().split())


def _said(choice: etree._Element) -> str:
    """The words of a choice without its feedback."""
    return " ".join("".join(choice.xpath(".//text()[not(ancestor::choicehint or ancestor::optionhint)]")).split())


def _choice(correct: bool, content: Sequence[Any], attributes: Mapping[str, str] = NO_ATTRIBUTES) -> etree._Element:
    given: dict[str, str] = {"correct": "true" if correct else "false", **attributes}
    choice = etree.Element("choice", given)
    _fill(choice, content)
    return choice


def _fill(element: etree._Element, content: Sequence[Any]) -> None:
    """`content`: words first, then elements with the words behind them."""
    for part in content:
        if isinstance(part, str):
            element.text = (element.text or "") + in_xml(part)
        else:
            element.append(part)


def _lay_out(element: etree._Element, depth: int = 1) -> None:
    """One line for each part, so that a person can read it; words are left alone."""
    element.text = "\n" + "  " * depth
    for child in element:
        if child.tag in STRUCTURE:
            _lay_out(child, depth + 1)
        child.tail = element.text
    child.tail = "\n" + "  " * (depth - 1)


def _content(block: Any) -> list[Any]:
    """What stands in a last paragraph; a list or a table goes into the label whole."""
    if isinstance(block, list):
        return block
    return [block.text or "", *block] if block.tag == "p" else [block]


def _tailless(element: etree._Element) -> etree._Element:
    element.tail = None
    return element
