"""Whom a survey asks, from course.yaml: judged also without an endpoint, so that one can be added on any day."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from signpost_builder import forms
from signpost_builder.diagnostics import Diagnostic, Findings, Read, Span, error, nearest, warning
from signpost_builder.model import (
    SAID,
    ChoiceQuestion,
    NumberQuestion,
    Plan,
    Question,
    QuestionSet,
    Respondents,
    Responsible,
    Survey,
    SurveyKeys,
)
from signpost_builder.plain_words import plain
from signpost_builder.read.context import Context
from signpost_builder.read.named_sets import NamedSets
from signpost_builder.schema import EXAMPLE_KEY, RespondentEntry, SurveyEntry
from signpost_builder.source.yaml_nodes import Document

LONGEST_LABEL = 1000  # of a stem or a choice (docs/formats/form.schema.json)
LONGEST_TEXT = 4000
MOST_CHOICES = 200


def read_survey(
    context: Context,
    document: Document,
    plans: Mapping[str, Plan],
    sets: NamedSets,
    checks: Mapping[str, Span],
    keys: SurveyKeys | None,
) -> Read[Survey | None]:
    """Where the answers of which audiences go; None where there is no endpoint.

    `document` is course.yaml, `checks` the sets that pages use as a check, each with its place. `keys` come before those of
    course.yaml (simulated builds).
    """
    entry = context.course.survey
    if entry is None:
        return Read(None)
    findings = Findings(_survey_findings(entry, document))
    for audience in entry.respondents:
        if audience in context.audiences.ids:
            plan = plans.get(audience, Plan())
            findings += _Respondents(context, document, entry, audience, plan, sets, checks).findings()
        elif not context.audiences.has(audience):
            span = document.span("survey", "respondents", audience, of_key=True)
            hint = nearest(audience, context.audiences.ids)
            findings.append(error(span, "unknown-audience", f"there is no audience '{audience}'", hint))
    keys = keys or _keys(entry)
    return findings.beside(_survey(entry, keys) if keys else None)


def _survey(entry: SurveyEntry, keys: SurveyKeys) -> Survey:
    respondents = {
        audience: Respondents(group=who.group or "", stratum=who.stratum or "", campaign=tuple(who.campaign))
        for audience, who in entry.respondents.items()
        if who.asked
    }
    return Survey(
        endpoint=keys.endpoint,
        key=keys.key,
        verify=keys.verify,
        responsible=Responsible(**{name: getattr(entry, name) for name in SAID}),
        block=entry.block,
        breakdowns=entry.breakdowns,
        noise=entry.noise,
        respondents=respondents,
    )


def _survey_findings(entry: SurveyEntry, document: Document) -> Iterator[Diagnostic]:
    """What is wrong with the survey whoever is asked."""
    yield from _halves(entry, document)
    if _keys(entry) and entry.respondents:
        yield from _unsaid(entry, document)
    if entry.key == EXAMPLE_KEY:
        message = "this key is the example of the documentation: everybody can have its private half"
        hint = "make your own with 'signpost-survey keygen'"
        yield warning(document.span("survey", "key"), "survey-example-key", message, hint)


def _keys(entry: SurveyEntry) -> SurveyKeys | None:
    """Those of course.yaml, if all of them are there."""
    if entry.endpoint and entry.key and entry.verify:
        return SurveyKeys(endpoint=entry.endpoint, key=entry.key, verify=entry.verify)
    return None


def _unsaid(entry: SurveyEntry, document: Document) -> Iterator[Diagnostic]:
    """What people must be told before they answer (UK GDPR, Article 13), and are not."""
    if missing := [name for name in SAID if not getattr(entry, name)]:
        listed = ", ".join(f"'{name}'" for name in missing)
        message = f"a survey is on, and nobody who is asked is told who answers for it: {listed} missing"
        hint = "say it in course.yaml: the consent page, the form page and the privacy notice show it word for word"
        yield warning(document.span("survey", of_key=True), "survey-responsible", message, hint)


def _halves(entry: SurveyEntry, document: Document) -> Iterator[Diagnostic]:
    """An endpoint is of use only with a key and with somebody who is asked."""
    span = document.span("survey")
    if entry.endpoint and not entry.key:
        hint = "add a line 'key: …' with the public key that 'signpost-survey keygen' prints"
        yield error(span, "missing-key", "a survey with an endpoint needs 'key'", hint)
    if entry.endpoint and not entry.verify:
        hint = "add a line 'verify: …' with what 'signpost-survey keygen' prints after \"verify\": readers know results by it"
        yield error(span, "missing-key", "a survey with an endpoint needs 'verify'", hint)
    if entry.key and not entry.endpoint:
        hint = "add a line 'endpoint: https://…', or take the key away"
        yield error(span, "missing-key", "a survey with a key needs 'endpoint'", hint)
    if entry.endpoint and not entry.respondents:
        hint = "add 'respondents:' with a line for each audience, such as 'staff: {group: D1, stratum: D6}'"
        yield error(span, "missing-key", "a survey with an endpoint needs 'respondents'", hint)


class _Respondents:
    """One audience of the survey: everything that would keep its forms from being made."""

    def __init__(
        self,
        context: Context,
        document: Document,
        survey: SurveyEntry,
        audience: str,
        plan: Plan,
        sets: NamedSets,
        checks: Mapping[str, Span],
    ) -> None:
        self._context, self._document, self._audience, self._plan = context, document, audience, plan
        self._sets, self._checks, self._survey = sets, checks, survey
        self._entry: RespondentEntry = survey.respondents[audience]
        known = sets.known()
        self._before = _known(known, plan.before)
        self._after = _known(known, plan.after)
        self._whole = len(self._before) == len(plan.before) and len(self._after) == len(plan.after)
        self._alone = bool(self._entry.campaign) and not (plan.before or plan.after)

    def findings(self) -> list[Diagnostic]:
        if not (self._plan.before and self._plan.after) and not self._alone:
            message = (
                f"'{self._audience}' has no question sets both before and after the course, so there is no pair to keep"
            )
            hint = f"add them under 'questions:', or take '{self._audience}' away here"
            return [error(self._span(of_key=True), "survey-without-questions", message, hint)]
        findings = Findings()
        campaign = findings.of(self._campaign())
        first = campaign if self._alone else self._before
        findings += self._about("group", group_findings, first)
        findings += self._about("stratum", stratum_findings, first)
        findings += self._apart()
        collected = [self._kept(self._before), self._kept(self._after)]
        offered = self._asked(campaign)
        if self._whole and not findings and not self._alone:
            findings += self._empty(collected)
        for phase, questions in zip(("before", "after", "in the campaign"), (*collected, offered), strict=True):
            findings += self._too_many(phase, questions)
        for question in {question.id: question for question in (*collected[0], *collected[1], *offered)}.values():
            findings += content_findings(question)
        for each in (*self._before, *self._after, *campaign):
            findings += _set_findings(each, self._groups())
        return findings

    def _span(self, *keys: str | int, of_key: bool = False) -> Span:
        return self._document.span("survey", "respondents", self._audience, *keys, of_key=of_key)

    def _groups(self) -> set[str | None]:
        """Questions that are the group of some audience: one set may serve several."""
        return {who.group for who in self._survey.respondents.values()}

    # ------------------------------------------------------ group and stratum

    def _about(
        self, key: str, rule: Callable[[ChoiceQuestion], Iterator[tuple[str, str]]], first: Sequence[QuestionSet]
    ) -> Iterator[Diagnostic]:
        """`first`: the sets that are asked first, the only ones that ask who somebody is."""
        id = getattr(self._entry, key)
        if id is None:
            return
        span = self._span(key)
        known = {question.id: question for each in first for question in each.questions}
        surveyed = {question.id: question for each in first if each.kind == "survey" for question in each.questions}
        singles = {
            id: question
            for id, question in surveyed.items()
            if isinstance(question, ChoiceQuestion) and not question.multiple
        }
        if id not in known:
            if self._whole:
                where = "in the campaign" if self._alone else "before the course"
                message = f"'{id}' is not asked of '{self._audience}' {where}"
                yield error(span, "unknown-question", message, nearest(id, singles))
        elif id not in singles:
            message = f"'{id}' cannot be the {key}: it is not a single choice in a survey set"
            hint = "write 'type: single' with choices, in a set of 'kind: survey'"
            yield error(span, "survey-group", message, hint)
        else:
            if any(id == question.id for each in self._after for question in each.questions):
                message = f"'{id}' is asked again after the course; who somebody is does not change"
                yield error(span, "survey-group", message, f"take '{id}' out of the sets after")
            if singles[id].dont_know:
                message = f"'{id}' offers \"I don't know\", which a {key} has no place for"
                yield error(span, "survey-group", message, "write it as one of the choices, and take 'dont_know' away")
            for message, hint in rule(singles[id]):
                yield error(span, "survey-group", message, hint)

    def _apart(self) -> Iterator[Diagnostic]:
        if self._entry.group and self._entry.group == self._entry.stratum:
            message = f"'{self._entry.group}' is the group already"
            yield error(self._span("stratum"), "survey-group", message, "name another question, or take the line away")

    # --------------------------------------------------------- what is asked

    def _campaign(self) -> Read[list[QuestionSet]]:
        """The sets of the campaign, which may be in no plan."""
        findings, sets = Findings(), list[QuestionSet]()
        for index, id in enumerate(self._entry.campaign):
            span = self._span("campaign", index)
            content = findings.of(self._sets.get(id, span))
            if content is None:
                continue
            each = content.questions
            sets.append(each)
            if id in self._entry.campaign[:index]:
                findings.append(error(span, "duplicate-id", f"'{id}' stands here twice", "keep one of the two"))
            if id in self._checks:
                message = f"the set '{id}' is asked in the campaign and also as a check at {self._checks[id]}"
                findings.append(error(span, "question-reused", message, "write other questions for the check"))
            if each.draw or any(question.pool for question in each.questions):
                message = f"the set '{id}' has a pool; in a campaign everybody gets the same questions"
                findings.append(error(span, "pool-in-plan", message, "pools and draws are for checks in a module"))
        if sets and not self._asked(sets) and len(sets) == len(self._entry.campaign):
            message = "nothing is asked in this campaign but group and stratum"
            findings.append(error(self._span("campaign"), "survey-without-questions", message, "name another set too"))
        return findings.beside(sets)

    def _kept(self, sets: Iterable[QuestionSet]) -> list[Question]:
        exact = self._context.course.score_mode == "exact"
        return self._asked(each for each in sets if not (exact and each.kind == "knowledge"))

    def _asked(self, sets: Iterable[QuestionSet]) -> list[Question]:
        about = (self._entry.group, self._entry.stratum)
        return [question for each in sets for question in each.questions if question.id not in about]

    def _empty(self, collected: Sequence[list[Question]]) -> Iterator[Diagnostic]:
        for phase, questions in zip(("before", "after"), collected, strict=True):
            if not questions:
                exact = " (with 'score_mode: exact' knowledge answers are not kept)" * (
                    self._context.course.score_mode == "exact"
                )
                message = f"of '{self._audience}' nothing is kept {phase} the course but group and stratum{exact}"
                hint = f"ask a survey set {phase} the course, or take '{self._audience}' away here"
                yield error(self._span(of_key=True), "survey-without-questions", message, hint)

    def _too_many(self, phase: str, questions: list[Question]) -> Iterator[Diagnostic]:
        count = sum(forms.slots(question) for question in questions)
        if count > forms.MOST_SLOTS:
            message = f"the questions {phase} take {count} bytes of a record; it has {forms.MOST_SLOTS}"
            hint = "ask less: 'multiple' and 'order' take a byte for each choice, 'match' for each pair, others one"
            yield error(self._span(of_key=True), "survey-too-long", message, hint)


def group_findings(question: ChoiceQuestion) -> Iterator[tuple[str, str]]:
    """(message, hint) for what keeps it from being the group of a form."""
    count = len(forms.group(question)["values"])
    if count > forms.MOST_GROUPS:
        message = f"'{question.id}' tells {count} groups apart; a record has room for {forms.MOST_GROUPS}"
        yield message, "give choices that are counted together the same 'counted_as: …'"
    elif count < 2:
        yield f"every choice of '{question.id}' is counted as the same group", "leave two groups or more"


def stratum_findings(question: ChoiceQuestion) -> Iterator[tuple[str, str]]:
    """(message, hint) for what keeps it from being the stratum of a form."""
    count = len(question.choices)
    if count > forms.MOST_STRATA:
        message = f"'{question.id}' has {count} choices; a stratum has at most {forms.MOST_STRATA}"
        yield message, "make one choice of several"


def _known(sets: Mapping[str, QuestionSet], ids: Iterable[str]) -> list[QuestionSet]:
    return [each for id in ids if (each := sets.get(id))]


def content_findings(question: Question) -> Iterator[Diagnostic]:
    """What a form cannot hold of a question."""
    content = forms.question_content(question, scored=False)
    lists = [value for value in content.values() if isinstance(value, list)]
    if any(len(texts) > MOST_CHOICES for texts in lists):
        yield error(
            question.span, "survey-too-long", f"'{question.id}' has more than {MOST_CHOICES} choices", "offer fewer"
        )
    for text in (content["stem"], *(text for texts in lists for text in texts)):
        if not 0 < len(text) <= LONGEST_LABEL:
            size = f"{len(text)} characters without its markup"
            message = f"a text of '{question.id}' has {size}; a survey keeps 1 to {LONGEST_LABEL}"
            yield error(question.span, "survey-too-long", message, "shorten it")
    if isinstance(question, NumberQuestion):
        yield from _band_findings(question)


def _band_findings(question: NumberQuestion) -> Iterator[Diagnostic]:
    if not question.bands:
        message = f"'{question.id}' has no 'bands'; a number itself is never kept"
        hint = "add a line such as 'bands: [20, 40, 60, 80]': each number is the highest of its band"
        yield error(question.span, "survey-bands", message, hint)
    elif any(low >= high for low, high in pairwise((question.minimum, *question.bands, question.maximum))):
        message = f"the bands of '{question.id}' are not all between {question.minimum:g} and {question.maximum:g}"
        yield error(
            question.span, "survey-bands", message, "write rising numbers above the minimum and below the maximum"
        )


def _set_findings(each: QuestionSet, groups: set[str | None]) -> Iterator[Diagnostic]:
    if len(plain(each.introduction)) > LONGEST_TEXT:
        message = (
            f"the introduction of '{each.id}' is too long: a survey keeps {LONGEST_TEXT} characters without markup"
        )
        yield error(each.span, "survey-too-long", message, "shorten it")
    for question in each.questions:
        if not isinstance(question, ChoiceQuestion) or question.id in groups:
            continue
        if any(choice.counted_as for choice in question.choices):
            message = (
                f"'{question.id}' has 'counted_as', but it is no audience's group: its choices are kept as they are"
            )
            yield error(
                question.span, "survey-group", message, "take 'counted_as' away, or name the question as 'group'"
            )
