"""H5P: the questions before, the lessons and the questions after as three packages, and each scenario as its own.

One package would mix the scores of before, practice and after into one total (docs/h5p.md).
"""

from functools import lru_cache

from signpost_builder.diagnostics import Diagnostic, SourceError, error, in_order
from signpost_builder.formats.h5p.content import misplaced
from signpost_builder.formats.h5p.context import Activity, Context
from signpost_builder.formats.h5p.lessons import are_long, lessons, single_modules
from signpost_builder.formats.h5p.options import H5p
from signpost_builder.formats.h5p.package import tree
from signpost_builder.formats.h5p.quizzes import quiz
from signpost_builder.formats.h5p.report import losses, report
from signpost_builder.formats.h5p.scenarios import scenarios
from signpost_builder.formats.h5p.text import Lowering, Words
from signpost_builder.model import Edition
from signpost_builder.package import Package
from signpost_builder.page.rendered import Rendered
from signpost_builder.page.strings import strings


def packages(rendered: Rendered, options: H5p) -> tuple[Package, ...]:
    """Raises SourceError for what no host would keep."""
    edition = rendered.edition
    context = _context(edition, options)
    made = activities(context)
    if problems := _problems(context, made):
        raise SourceError(problems)
    course = edition.course
    named = [(f"{course.id}-{activity.name}.h5p", activity) for activity in made]
    name = f"{course.id}-h5p.md"
    return (
        *(
            Package(name=file, kind="zip", tree=tree(edition, options, activity, context.make))
            for file, activity in named
        ),
        Package(name=name, kind="file", tree={name: report(context, named).encode()}, losses=losses(made)),
    )


def contents_of(edition: Edition, options: H5p) -> tuple[list[Activity], list[Diagnostic]]:
    """What the packages hold, and what no host would keep of it."""
    context = _context(edition, options)
    made = activities(context)
    return made, _problems(context, made)


def refusals(edition: Edition, options: H5p) -> list[Diagnostic]:
    """What of an edition no host would keep: errors, each with its place in the sources."""
    return contents_of(edition, options)[1]


def activities(context: Context) -> list[Activity]:
    """In the order in which a learner meets them."""
    edition = context.edition
    made = [
        quiz(context, "before", edition.before),
        *lessons(context, edition.form_page),
        quiz(context, "after", edition.after),
        *scenarios(context),
    ]
    wanted = context.options.modules
    if are_long(edition) if wanted is None else wanted:
        made += single_modules(context)
    return [activity for activity in made if activity]


def _context(edition: Edition, options: H5p) -> Context:
    titles = tuple((page.id, page.title) for module in edition.course.modules for page in module.pages)
    return Context(edition, options, _lowering(titles, edition.language))


def _problems(context: Context, made: list[Activity]) -> list[Diagnostic]:
    """What was found while making them, and each nested type that its parent does not list."""
    span = context.edition.course.modules[0].span
    hint = "choose another profile in course.yaml, under 'h5p:' (docs/h5p.md)"
    nested = [
        error(
            span,
            "type-not-allowed",
            f"{child} cannot stand in {parent} in the profile {context.make.profile.name}",
            hint,
        )
        for activity in made
        for parent, child in misplaced(activity.main, activity.params, context.make.profile)
    ]
    return in_order([*context.findings, *nested])


@lru_cache(maxsize=4)
def _lowering(titles: tuple[tuple[str, str], ...], language: str) -> Lowering:
    """The editions of all sites share one, and what it has lowered already."""
    return Lowering(dict(titles), Words(**strings(language)["h5p"]["words"]))
