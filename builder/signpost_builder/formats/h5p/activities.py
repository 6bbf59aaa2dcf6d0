"""What the H5P packages of an edition hold, and what of it no host would keep: nothing is packed for that."""

from signpost_builder.diagnostics import Diagnostic, error, in_order
from signpost_builder.formats.h5p.content import misplaced
from signpost_builder.formats.h5p.context import Activity, Context
from signpost_builder.formats.h5p.lessons import are_long, lessons, single_modules
from signpost_builder.formats.h5p.options import H5p
from signpost_builder.formats.h5p.quizzes import quiz
from signpost_builder.formats.h5p.scenarios import scenarios
from signpost_builder.model import Edition


def contents_of(edition: Edition, options: H5p) -> tuple[list[Activity], list[Diagnostic]]:
    """What the packages hold, and what no host would keep of it."""
    context = Context(edition, options)
    made = activities(context)
    return made, problems(context, made)


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


def problems(context: Context, made: list[Activity]) -> list[Diagnostic]:
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
