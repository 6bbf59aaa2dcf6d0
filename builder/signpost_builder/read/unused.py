"""Files that no course uses: most often a name that was misspelt, or left over."""

import re
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from signpost_builder.diagnostics import Diagnostic, Span, warning
from signpost_builder.model import Course
from signpost_builder.read.context import Context
from signpost_builder.read.media import IMAGES, SOUNDS, VIDEOS
from signpost_builder.source.files import Project


def unused_findings(
    course: Course, context: Context, named_sets: Collection[str], so_far: Collection[Diagnostic], *, whole: bool
) -> Iterator[Diagnostic]:
    """Modules and question sets that nothing in the project names; media that no module of this course shows.

    `named_sets`: ids that something names. `so_far`: what was found in the files. `whole`: course.yaml has no faults.
    """
    project, listed = context.project, set(context.course.modules)
    modules = [path.parent.name for path in project.matching("modules/*/module.md")]
    quizzes = [path.stem for path in project.matching("quizzes/*.yaml")]
    misspelt = not listed <= set(modules)  # and perhaps meant one of these
    idle_modules = [id for id in modules if id not in listed] if whole and not misspelt else []
    broken = any(each.code == "unclosed-directive" for each in so_far)  # it hides what stands in it
    all_read = not broken and len(course.modules) == len(listed) and whole  # a broken file hides what it uses
    named = {name.lower() for name in named_sets}  # a name in other capitals has been told already
    known = named <= {id.lower() for id in quizzes}
    idle_sets = [id for id in quizzes if id.lower() not in named] if all_read and known else []
    elsewhere = _other_sources(project, context.folder, idle_modules) if idle_modules or idle_sets else ""
    for id in idle_modules:
        if not _names(elsewhere, id):
            message = f"no course lists the module '{id}'"
            span = Span(PurePosixPath(f"modules/{id}/module.md"), 1, 1)
            yield warning(span, "unused-file", message, "list it in a course.yaml, or delete it")
    for id in idle_sets:
        if not _names(elsewhere, id):
            message = f"nothing asks the question set '{id}'"
            span = Span(PurePosixPath(f"quizzes/{id}.yaml"), 1, 1)
            yield warning(span, "unused-file", message, "name it in a course or a module, or delete it")
    if not broken:
        yield from _idle_media(course, context)


def _idle_media(course: Course, context: Context) -> Iterator[Diagnostic]:
    shown = context.media.paths()
    for module in (module.id for module in course.modules):
        for path in context.project.below(PurePosixPath("modules", module)):
            if path.suffix.lower() in IMAGES | VIDEOS | SOUNDS and path not in shown:
                message = f"no page of '{module}' shows this file"
                yield warning(Span(path), "unused-file", message, "show it, or delete it")


def _other_sources(project: Project, folder: PurePosixPath, idle_modules: list[str]) -> str:
    """The text of the project's other courses and their modules; only looked at for names."""
    paths = [path for path in project.matching("course/*/course.yaml") if path.parent.name != folder.name]
    if paths:
        paths += [PurePosixPath("modules", id, "module.md") for id in idle_modules]
    return "\n".join(map(project.peek, paths))


def _names(text: str, id: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(id)}(?![\w-])", text) is not None
