"""One of the two readings that are compared: the course, and what its pages say in their own words."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from signpost_builder.diagnostics import Span
from signpost_builder.model import Audience, Check, Course, Module, Page, Question, QuestionSet, every_block
from signpost_builder.read.written import Known, page_digests, set_digest
from signpost_builder.reviewing.standing import is_seen
from signpost_builder.source.files import Project
from signpost_builder.values import frozen
from signpost_builder.writing.pieces import passages


@frozen
class Asked:
    """A question where it is asked: in the set of that id, or on the page of that id."""

    question: Question
    within: str
    scored: bool
    on_page: bool


@frozen
class Version:
    """`digests`: of pages and question sets, by id. `passages`: of each page, paragraph by paragraph."""

    course: Course
    digests: Mapping[str, str]
    passages: Mapping[str, tuple[str, ...]]

    @property
    def pages(self) -> dict[str, tuple[Module, Page]]:
        return {page.id: (module, page) for module in self.course.modules for page in module.pages}

    @property
    def questions(self) -> dict[str, Asked]:
        """By id; one that a set and a page both have stands in the set."""
        found = {each.question.id: each for each in self._on_pages()}
        for questions in self.course.question_sets.values():
            scored = questions.kind == "knowledge"
            found |= {each.id: Asked(each, questions.id, scored, on_page=False) for each in questions.questions}
        return found

    def _on_pages(self) -> list[Asked]:
        checks = (
            (page, block.questions)
            for _, page in self.pages.values()
            for block in every_block(page.blocks)
            if isinstance(block, Check)
        )
        return [Asked(each, page.id, True, on_page=True) for page, questions in checks for each in questions.questions]

    def readers(self, page: str) -> tuple[Audience, ...]:
        module, found = self.pages[page]
        audiences = (each for each in self.course.audiences if each.id in module.audiences)
        return tuple(each for each in audiences if is_seen(found, module, each))

    def asked_of_all(self) -> dict[str, QuestionSet]:
        """The sets that are asked before or after the course, or by a form."""
        course = self.course
        plans = [id for plan in course.plans.values() for id in (*plan.before, *plan.after)]
        who = course.survey.respondents.values() if course.survey else ()
        forms = [id for each in (*who,) for id in each.campaign] + [
            id for each in course.drafts for id in each.questions
        ]
        return {id: course.question_sets[id] for id in dict.fromkeys((*plans, *forms)) if id in course.question_sets}


def version(course: Course, root: Path) -> Version:
    """`root`: the folder that holds course/."""
    project = Project(root)
    known = Known(project, course.facts, course.helplines, course.local_contacts)
    digests: dict[str, str] = {}
    said: dict[str, tuple[str, ...]] = {}
    for module in course.modules:
        path = PurePosixPath("modules", module.id, "module.md")
        text = project.text(path, Span(path)).value or ""
        digests |= page_digests(text, path, known)
        said |= passages(text, path)
    for id in course.question_sets:
        path = PurePosixPath("quizzes", f"{id}.yaml")
        digests[id] = set_digest(project.text(path, Span(path)).value or "", path, known)
    return Version(course, digests, said)
