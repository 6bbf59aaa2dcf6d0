"""What the packages of an edition are, and what of the course they do not say: a text beside them."""

from collections.abc import Iterable, Sequence

from signpost_builder.diagnostics import Diagnostic, Span, warning
from signpost_builder.formats.h5p.context import Activity, Context
from signpost_builder.model import Edition

ALWAYS = (
    "Platforms keep answers in H5P by name. So the sets about confidence, views and the learner are never H5P, "
    "and nothing goes to a survey from here.",
    "Everybody who may edit or download a package can read the right answers in it.",
    "An exit button that leaves the page at once cannot be made in H5P. Where learners need one, use the web edition "
    "or SCORM.",
    "A quiz can be finished only when every question has an answer. Elsewhere a question can be left out.",
    "Help has a chapter in the lessons. Quizzes and scenarios name the first contacts on their first and last screen.",
)
LOOK = "The course's own colour and logo are not in H5P: the platform brings its own style."


def report(context: Context, activities: Sequence[tuple[str, Activity]]) -> str:
    """Markdown. `activities`: each with the name of its file."""
    edition, course = context.edition, context.edition.course
    lines = [f"# H5P packages of {course.title} {course.version}, {edition.slug}", ""]
    lines += [f"Content types as in the profile {context.options.profile}. docs/h5p.md says how to choose one.", ""]
    lines += ["| file | type | points |", "| --- | --- | ---: |"]
    lines += [
        f"| {name} | {context.make.profile.library(activity.main)} | {points(activity, course.pass_mark_percent)} |"
        for name, activity in activities
    ]
    left_out = surveys(edition)
    if left_out:
        lines += ["", "## Sets that are not offered as H5P", "", *(f"- {title}" for title in left_out)]
    for name, activity in activities:
        if activity.differences:
            lines += ["", f"## What {name} does not say", ""]
            lines += [f"- {difference.about}: {difference.text}" for difference in activity.differences]
    lines += ["", "## In every package", "", *(f"- {text}" for text in ALWAYS)]
    if course.look.is_own:
        lines.append(f"- {LOOK}")
    return "\n".join(lines) + "\n"


def points(activity: Activity, pass_mark_percent: int) -> str:
    if activity.name != "after":
        return (
            f"{activity.points}, practice"
            if activity.points and activity.name != "before"
            else str(activity.points or "none")
        )
    needed = -(-activity.points * pass_mark_percent // 100)
    return f"{activity.points}, of which {needed} pass"


def surveys(edition: Edition) -> list[str]:
    """Titles of what this edition asks elsewhere and H5P does not."""
    sets = {
        question_set.id: question_set
        for question_set in (*edition.before, *edition.after)
        if question_set.kind == "survey"
    }
    return [f"{question_set.title} ({id})" for id, question_set in sets.items()]


def losses(activities: Iterable[Activity]) -> tuple[Diagnostic, ...]:
    """One for each question, whatever packages it is in."""
    by_place: dict[tuple[Span, str], dict[str, None]] = {}
    for difference in (difference for activity in activities for difference in activity.differences):
        by_place.setdefault((difference.span, difference.about), {})[difference.text] = None
    hint = "see docs/h5p.md, 'What H5P cannot say'"
    return tuple(
        warning(span, "not-in-h5p", f"'{about}' is not the same in H5P: {'; '.join(texts)}", hint)
        for (span, about), texts in by_place.items()
    )
