"""H5P: the questions before, the lessons and the questions after as three packages, and each scenario as its own.

One package would mix the scores of before, practice and after into one total (docs/h5p.md).
"""

from functools import lru_cache

from signpost_builder.diagnostics import Diagnostic, SourceError, error, in_order
from signpost_builder.formats.h5p.content import misplaced
from signpost_builder.formats.h5p.lessons import are_long, lessons, single_modules
from signpost_builder.formats.h5p.options import H5p
from signpost_builder.formats.h5p.package import tree
from signpost_builder.formats.h5p.quizzes import quiz
from signpost_builder.formats.h5p.report import losses, report
from signpost_builder.formats.h5p.scenarios import scenarios
from signpost_builder.formats.h5p.text import Lowering, Words
from signpost_builder.formats.h5p.workshop import Activity, Workshop
from signpost_builder.model import Edition
from signpost_builder.package import Package
from signpost_builder.page.rendered import Rendered
from signpost_builder.page.strings import strings


def packages(rendered: Rendered, options: H5p) -> tuple[Package, ...]:
    """Raises SourceError for what no host would keep."""
    edition = rendered.edition
    shop = _shop(edition, options)
    made = activities(shop)
    if problems := _problems(shop, made):
        raise SourceError(problems)
    course = edition.course
    named = [(f"{course.id}-{one.name}.h5p", one) for one in made]
    name = f"{course.id}-h5p.md"
    return (
        *(Package(name=file, kind="zip", tree=tree(edition, options, one, shop.make)) for file, one in named),
        Package(name=name, kind="file", tree={name: report(shop, named).encode()}, losses=losses(made)),
    )


def refusals(edition: Edition, options: H5p) -> list[Diagnostic]:
    """What of an edition no host would keep: errors, each with its place in the sources."""
    shop = _shop(edition, options)
    return _problems(shop, activities(shop))


def activities(shop: Workshop) -> list[Activity]:
    """In the order in which a learner meets them."""
    edition = shop.edition
    made = [
        quiz(shop, "before", edition.before),
        *lessons(shop, edition.form_page),
        quiz(shop, "after", edition.after),
        *scenarios(shop),
    ]
    wanted = shop.options.modules
    if are_long(edition) if wanted is None else wanted:
        made += single_modules(shop)
    return [one for one in made if one]


def _shop(edition: Edition, options: H5p) -> Workshop:
    titles = tuple((page.id, page.title) for module in edition.course.modules for page in module.pages)
    return Workshop(edition, options, _lowering(titles, edition.language))


def _problems(shop: Workshop, made: list[Activity]) -> list[Diagnostic]:
    """What was found while making them, and each nested type that its parent does not list."""
    span = shop.edition.course.modules[0].span
    hint = "choose another profile in course.yaml, under 'h5p:' (docs/h5p.md)"
    nested = [
        error(
            span, "type-not-allowed", f"{child} cannot stand in {parent} in the profile {shop.make.profile.name}", hint
        )
        for one in made
        for parent, child in misplaced(one.main, one.params, shop.make.profile)
    ]
    return in_order([*shop.findings, *nested])


@lru_cache(maxsize=4)
def _lowering(titles: tuple[tuple[str, str], ...], language: str) -> Lowering:
    """The editions of all sites share one, and what it has lowered already."""
    return Lowering(dict(titles), Words(**strings(language)["h5p"]["words"]))
