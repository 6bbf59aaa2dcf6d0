"""Checks that need the whole course: links, what is asked before and after, what is out of date, unused files."""

from collections.abc import Collection, Iterator
from itertools import islice

from signpost_builder.diagnostics import MOST_FINDINGS, Diagnostic, error, nearest, warning
from signpost_builder.model import Check, Course, Question, QuestionSet, every_block
from signpost_builder.read.context import Context, Modules, Visibility
from signpost_builder.source.yaml_nodes import Document


def course_findings(
    course: Course, context: Context, modules: Modules, document: Document, so_far: Collection[Diagnostic]
) -> Iterator[Diagnostic]:
    """What is wrong with the whole; `document` is course.yaml, `so_far` what was found in the files."""
    yield from islice(_links(context, modules, so_far), MOST_FINDINGS)
    yield from _question_ids(course)
    yield from _plans(course, modules, document)
    # A misspelt name in a module leaves an audience without pages.
    misspelt = any(each.code == "unknown-audience" and each.span.path.name == "module.md" for each in so_far)
    if not modules.unread and context.audiences.whole and not misspelt:
        yield from _audiences(course, document)
    yield from _out_of_date(course, context, modules)


def _links(context: Context, modules: Modules, so_far: Collection[Diagnostic]) -> Iterator[Diagnostic]:
    # Where a directive is never closed, nobody knows which pages are only for some.
    torn = {each.span.path.parent.name for each in so_far if each.code == "unclosed-directive"}
    for link in modules.links:
        module, page = link.target.partition(".")[0], modules.pages.get(link.target)
        if page is None:
            if module not in modules.unread:
                yield error(link.span, "broken-link", *_no_such_page(link.target, context, modules))
        elif link.seen and module not in torn and (missing := _not_covered(link.seen, page, context)):
            message = f"the page '{link.target}' is not in every edition that shows this link: not for {missing}"
            hint = "put '::: for …' around the link, or link to a page that everybody has"
            yield error(link.span, "link-outside-edition", message, hint)


def _no_such_page(target: str, context: Context, modules: Modules) -> tuple[str, str]:
    """What is wrong with a link that leads nowhere, and what to do."""
    course, module = context.course, target.partition(".")[0]
    hint = f"say it without a link, put the link on a page that '{course.id}' leaves out, or add the page to course/{course.id}/course.yaml"
    if target in modules.left_out:
        return f"the page '{target}' is not among those that the course '{course.id}' shows of its module", hint
    if module not in course.modules and (context.project.root / "modules" / module / "module.md").is_file():
        return f"the course '{course.id}' does not have the module of the page '{target}'", hint
    return f"there is no page '{target}'", nearest(target, modules.pages)


def _not_covered(seen: Visibility, page: Visibility, context: Context) -> str:
    """Who sees the link and not the page, in words; empty when nobody."""
    if audiences := seen.audiences & set(context.audiences.ids) - page.audiences:
        return ", ".join(sorted(audiences))
    if page.sites and not (seen.sites and seen.sites <= page.sites):
        return "every site"
    if page.languages and not (seen.languages and seen.languages <= page.languages):
        return "every language"
    return ""


# ------------------------------------------------------------------ questions


def _question_ids(course: Course) -> Iterator[Diagnostic]:
    """One question id names one question in the whole course."""
    first: dict[str, Question] = {}
    for question in _all_questions(course):
        known = first.setdefault(question.id, question)
        if known.span != question.span:
            message = f"the question '{question.id}' is already at {known.span}"
            yield error(question.span, "duplicate-id", message, "give one of them another id")


def _all_questions(course: Course) -> Iterator[Question]:
    for questions in course.question_sets.values():
        yield from questions.questions
    for questions in _check_sets(course):
        if questions.id not in course.question_sets:
            yield from questions.questions


def _plans(course: Course, modules: Modules, document: Document) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for audience, plan in course.plans.items():
        for moment, ids in (("before", plan.before), ("after", plan.after)):
            for index, id in enumerate(ids):
                questions = course.question_sets.get(id)
                if questions is None:
                    continue
                place = document.span("questions", audience, moment, index)
                if id in modules.checks:
                    message = f"the set '{id}' is asked {moment} the course and also as a check at {modules.checks[id]}"
                    yield error(place, "question-reused", message, "write other questions for the check")
                if id not in seen:
                    seen.add(id)
                    yield from _fixed(questions)
        yield from _comparable(course, document, audience)
    yield from _same_questions(course, seen)


def _same_questions(course: Course, asked: set[str]) -> Iterator[Diagnostic]:
    """A check that puts a question of the sets before or after gives its answer away."""
    stems = {_words(question.stem): question for id in sorted(asked) for question in course.question_sets[id].questions}
    for questions in _check_sets(course):
        for question in questions.questions if questions.id not in asked else ():
            if same := stems.get(_words(question.stem)):
                message = f"'{question.id}' asks the same as '{same.id}' at {same.span}, before or after the course"
                yield error(question.span, "question-reused", message, "ask something else in the check")


def _words(stem: str) -> str:
    return " ".join(stem.lower().split())


def _check_sets(course: Course) -> Iterator[QuestionSet]:
    for module in course.modules:
        for page in module.pages:
            yield from (block.questions for block in every_block(page.blocks) if isinstance(block, Check))


def _fixed(questions: QuestionSet) -> Iterator[Diagnostic]:
    """A set before or after asks everybody the same: what was drawn would be a fingerprint."""
    message = f"the set '{questions.id}' is asked before or after the course, where everybody gets the same questions"
    hint = "pools and draws are for checks in a module"
    if questions.draw:
        yield error(questions.span, "pool-in-plan", f"{message}; it has a draw", hint)
    for question in questions.questions:
        if question.pool:
            yield error(question.span, "pool-in-plan", f"{message}; '{question.id}' is in a pool", hint)


def _comparable(course: Course, document: Document, audience: str) -> Iterator[Diagnostic]:
    """What is shown back needs both moments."""
    plan = course.plans[audience]
    for id in {*plan.before, *plan.after}:
        questions = course.question_sets.get(id)
        if questions and questions.shown_back and not (id in plan.before and id in plan.after):
            moment = "before" if id in plan.before else "after"
            index = getattr(plan, moment).index(id)
            message = f"the set '{id}' is shown back, but '{audience}' answers it only {moment} the course"
            hint = "ask it before and after, or write 'shown_back: false'"
            yield error(document.span("questions", audience, moment, index), "shown-back-once", message, hint)


# -------------------------------------------------------- audiences and dates


def _audiences(course: Course, document: Document) -> Iterator[Diagnostic]:
    for index, audience in enumerate(course.audiences):
        if course.modules and not any(audience.id in module.audiences for module in course.modules):
            message = f"no module is for the audience '{audience.id}'"
            hint = "name it under 'audiences' of a module, or take it away"
            yield error(document.span("audiences", index), "audience-without-pages", message, hint)


def _out_of_date(course: Course, context: Context, modules: Modules) -> Iterator[Diagnostic]:
    """Facts in use and modules whose day of review has passed."""
    for id, used in modules.used_facts.items():
        fact = context.facts.by_id.get(id)
        if fact and fact.review_by < context.as_of:
            message = f"the fact '{id}' was to be checked again by {fact.review_by}; used at {used}"
            hint = "read the source again, then change the fact, 'checked' and 'review_by'"
            yield warning(fact.span, "fact-out-of-date", message, hint)
    for module in course.modules:
        if module.review_by and module.review_by < context.as_of:
            message = f"the module '{module.id}' was to be reviewed by {module.review_by}"
            yield warning(module.span, "module-out-of-date", message, "review it, then change 'review_by'")
