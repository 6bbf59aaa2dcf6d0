"""What the H5P packages of an edition hold."""

from signpost_builder.formats.h5p.context import Activity, Context
from signpost_builder.formats.h5p.lessons import are_long, lessons, single_modules
from signpost_builder.formats.h5p.quizzes import quiz
from signpost_builder.formats.h5p.scenarios import scenarios


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
