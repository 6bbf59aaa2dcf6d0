"""The smallest valid values of the model: a test states only what it is about."""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

from signpost_builder.formats import FORMATS
from signpost_builder.model import (
    Asset,
    Audience,
    Block,
    Check,
    Choice,
    ChoiceQuestion,
    Contact,
    Course,
    Edition,
    Fact,
    MatchQuestion,
    Module,
    Node,
    NumberQuestion,
    Option,
    OrderQuestion,
    Page,
    PageReview,
    Plan,
    Prose,
    QuestionSet,
    Review,
    ScaleQuestion,
    Scenario,
    Site,
    Source,
    TrueFalseQuestion,
)

from tests import safeguarding

CONFIDENCE = ("Not at all", "Slightly", "Fairly", "Very", "Completely")


def prose(html: str = "<p>Text.</p>", **changes: Any) -> Prose:
    return replace(Prose(parts=(html,)), **changes)


def a_choice(text: str = "Wait", **changes: Any) -> Choice:
    return replace(Choice(text=text), **changes)


def a_choice_question(*choices: Choice, **changes: Any) -> ChoiceQuestion:
    """Single choice with the first of two right, unless choices are given."""
    choices = choices or (a_choice("Tell the DSL", correct=True), a_choice("Wait"))
    multiple = sum(choice.correct for choice in choices) > 1
    question = ChoiceQuestion(id="K01", stem="What do you do?", choices=choices, multiple=multiple)
    return replace(question, **changes)


def a_true_false_question(**changes: Any) -> TrueFalseQuestion:
    return replace(TrueFalseQuestion(id="K02", stem="Children can be traffickers' victims.", answer=True), **changes)


def an_order_question(**changes: Any) -> OrderQuestion:
    return replace(OrderQuestion(id="K10", stem="Put in order", items=("First", "Second", "Third")), **changes)


def a_match_question(**changes: Any) -> MatchQuestion:
    pairs = (("Grooming", "Building trust to harm"), ("Coercion", "Forcing somebody"))
    return replace(MatchQuestion(id="K06", stem="Match", pairs=pairs), **changes)


def a_scale_question(**changes: Any) -> ScaleQuestion:
    question = ScaleQuestion(id="C1", stem="How sure are you?", scale="confidence", labels=CONFIDENCE)
    return replace(question, **changes)


def a_number_question(**changes: Any) -> NumberQuestion:
    return replace(NumberQuestion(id="N1", stem="How many in 100?", answer=44.0, tolerance=5.0, unit="%"), **changes)


def a_question_set(*questions: Any, **changes: Any) -> QuestionSet:
    questions = questions or (a_choice_question(),)
    return replace(QuestionSet(id="knowledge", title="What you know", kind="knowledge", questions=questions), **changes)


def a_check(*questions: Any, **changes: Any) -> Check:
    return Check(questions=a_question_set(*questions, **{"id": "check", **changes}))


def a_scenario(**changes: Any) -> Scenario:
    """One decision, one end."""
    start = Node(id="start", body=prose(), options=(Option(text="Tell", feedback="<p>Yes.</p>", target="end"),))
    return replace(Scenario(id="ella", title="Ella is tired", nodes=(start, Node(id="end", body=prose()))), **changes)


def a_page(*blocks: Block, **changes: Any) -> Page:
    return replace(Page(id="scale.start", title="Scale", blocks=blocks or (prose(),)), **changes)


def a_module(*pages: Page, **changes: Any) -> Module:
    """One opening page, unless pages are given; its id follows the module's."""
    id = changes.get("id", "scale")
    module = Module(
        id=id,
        title="Scale",
        summary="How big it is.",
        stated_minutes=12,
        audiences=("staff",),
        objectives=("Say how many.",),
        pages=pages or (a_page(id=f"{id}.start"),),
    )
    return replace(module, **changes)


def a_fact(**changes: Any) -> Fact:
    fact = Fact(
        id="NRM-09d",
        claim="19,125 people were referred in 2024.",
        source=Source(publisher="Home Office", title="NRM statistics", url="https://www.gov.uk/nrm"),
        sure="R",
        checked=datetime.date(2026, 11, 22),
        review_by=datetime.date(2027, 3, 31),
        value="19,125 people",
        period="2024",
    )
    return replace(fact, **changes)


def a_contact(**changes: Any) -> Contact:
    return replace(Contact(key="childline", name="Childline", purpose="Any worry", phone="0800 1111"), **changes)


def an_emergency_contact(**changes: Any) -> Contact:
    contact = Contact(
        key="police-emergency", name="Police", purpose="Danger now", phone="999", hours="Always open", emergency=True
    )
    return replace(contact, **changes)


def a_site(**changes: Any) -> Site:
    dsl = Contact(key="dsl", name="Jo Bell, safeguarding lead", phone="01325 555 010", local=True)
    return replace(Site(id="hill-top", name="Hill Top Academy", contacts={"dsl": dsl}), **changes)


def an_audience(**changes: Any) -> Audience:
    return replace(Audience(id="staff", title="Academy staff"), **changes)


def an_asset(**changes: Any) -> Asset:
    asset = Asset(name="media/scale-map.svg", path=Path("modules/scale/map.svg"), sha256="0" * 64, size_bytes=1)
    return replace(asset, **changes)


def a_course(*modules: Module, **changes: Any) -> Course:
    """One module, one audience, one knowledge set asked before and after."""
    course = Course(
        id="spot-the-signs",
        title="Spot the signs",
        summary="What to look for, and whom to tell.",
        version="1.0.0",
        languages=("en-GB",),
        audiences=(an_audience(),),
        modules=modules or (a_module(),),
        question_sets={"knowledge": a_question_set()},
        plans={"staff": Plan(before=("knowledge",), after=("knowledge",))},
        formats=("scorm12",),
        helplines=(an_emergency_contact(), a_contact()),
        local_contacts=safeguarding.local_contacts(),
        words=safeguarding.words(),
        exit_url=safeguarding.EXIT_URL,
        listen=False,
        digest="0" * 64,
    )
    return replace(course, **changes)


def a_reviewed_course(*modules: Module, role: str = "Trust safeguarding lead", **changes: Any) -> Course:
    """One of which every page and set has been read as it stands."""
    course = a_course(*modules, **changes)
    review = PageReview(current=(Review(role=role, date=datetime.date(2026, 12, 1)),))
    pages = [page.id for module in course.modules for page in module.pages]
    return replace(course, reviews=dict.fromkeys((*pages, *course.question_sets), review))


# A campaign is made of a course that says that it is one, with cards for pages (tests/campaign).
OF_ANY_COURSE = [name for name in FORMATS if name != "campaign"]


def an_edition(course: Course | None = None, **changes: Any) -> Edition:
    """The general edition: no site, first audience, default language, no `For` or `Trainer` to resolve."""
    course = course or a_course()
    audience = course.audiences[0]
    plan = course.plans.get(audience.id, Plan())
    edition = Edition(
        course=course,
        slug="general",
        audience=audience,
        language=course.languages[0],
        site=None,
        modules=course.modules,
        before=tuple(course.question_sets[id] for id in plan.before),
        after=tuple(course.question_sets[id] for id in plan.after),
        contacts=course.helplines,
    )
    return replace(edition, **changes)
