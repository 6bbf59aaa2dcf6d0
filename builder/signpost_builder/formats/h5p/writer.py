"""H5P: the questions before, the lessons and the questions after as three packages, and each scenario as its own.

One package would mix the scores of before, practice and after into one total (docs/h5p.md).
"""

from signpost_builder.diagnostics import SourceError
from signpost_builder.formats.h5p.activities import activities
from signpost_builder.formats.h5p.context import Context
from signpost_builder.formats.h5p.judging import refusals
from signpost_builder.formats.h5p.options import H5p
from signpost_builder.formats.h5p.package import tree
from signpost_builder.formats.h5p.report import losses, report
from signpost_builder.package import Package
from signpost_builder.page.rendered import Rendered


def packages(rendered: Rendered, options: H5p) -> tuple[Package, ...]:
    """Raises SourceError for what no host would keep."""
    edition = rendered.edition
    if found := refusals(edition, options):
        raise SourceError(found)
    context = Context(edition, options)
    made = activities(context)
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
