"""What somebody in the middle of the course keeps and loses, how long it takes now, and which packages are others."""

from collections.abc import Iterator, Sequence

from signpost_builder.comparing.change import Change
from signpost_builder.comparing.normal import Normal
from signpost_builder.comparing.pages import renames
from signpost_builder.comparing.version import Version
from signpost_builder.editions import edition, wanted
from signpost_builder.minutes import minutes_of
from signpost_builder.model import Edition
from signpost_builder.reading_grade import grade, page_text

FIELDS = (
    "modules",
    "before",
    "after",
    "contacts",
    "trainer_notes",
    "slide_texts",
    "form_page",
    "audience",
    "site",
)
OF_COURSE = (
    "title",
    "summary",
    "version",
    "pass_mark_percent",
    "attempts",
    "score_mode",
    "words",
    "exit_url",
    "look",
    "listen",
    "survey",
    "options",
)
FEWEST = 0.1  # of a grade; less is not seen


def state_changes(old: Version, new: Version) -> Iterator[Change]:
    """A page that is new for somebody has to be opened, and so has one that was renamed."""
    renamed = renames(old, new)
    for id in new.pages:
        before = {audience.id for audience in old.readers(id)} if id in old.pages else set[str]()
        readers = [audience.id for audience in new.readers(id) if audience.id not in before and _had(old, audience.id)]
        if readers:
            words = _lost(renamed[id], id) if id in renamed else _more(readers)
            yield Change(kind="state", what=id, words=words, place=str(new.pages[id][1].span), shown=frozenset([id]))


def _had(old: Version, audience: str) -> bool:
    return any(audience == each.id for each in old.course.audiences)


def _lost(page: str, now: str) -> str:
    module, _, name = page.partition(".")
    way = f"; '## Heading {{#{name}}}' keeps that" if now.startswith(f"{module}.") and name != "start" else ""
    return f"learners who had opened '{page}' have not opened it{way}"


def _more(readers: Sequence[str]) -> str:
    return f"for {', '.join(readers)}: who has opened every page has one more to open before the course is done"


def effort_changes(old: Version, new: Version) -> Iterator[Change]:
    """Minutes of each module and reading grade of each page, by audience, where they differ."""
    before, now = _general(old), _general(new)
    for audience, one in now.items():
        if audience in before:
            yield from _minutes(before[audience], one)
            yield from _grades(before[audience], one)


def _general(version: Version) -> dict[str, Edition]:
    return {audience.id: edition(version.course, audience=audience) for audience in version.course.audiences}


def _minutes(old: Edition, new: Edition) -> Iterator[Change]:
    before = {module.id: minutes_of(module) for module in old.modules}
    for module in new.modules:
        if module.id in before and before[module.id] != minutes_of(module):
            words = f"{minutes_of(module)} minutes for '{new.audience.id}', {before[module.id]} before"
            yield Change(kind="effort", what=module.id, words=words)


def _grades(old: Edition, new: Edition) -> Iterator[Change]:
    """A page that had too few words to tell, or is new, is told of where it is above the aim."""
    before = {page.id: grade(page_text(page)) for module in old.modules for page in module.pages}
    aim = new.audience.reading_grade
    for page in (page for module in new.modules for page in module.pages):
        was, is_now = before.get(page.id), grade(page_text(page))
        if is_now is None or (is_now <= aim if was is None else abs(was - is_now) < FEWEST):
            continue
        above = f", above the aim of {aim:g}" if is_now > aim else ""
        earlier = f", {was:.1f} before" if was is not None else ""
        words = f"reading grade {is_now:.1f} for '{new.audience.id}'{above}{earlier}"
        yield Change(kind="effort", what=page.id, words=words)


def package_changes(old: Version, new: Version) -> Iterator[Change]:
    """Editions whose packages will say something else; all others differ in their fingerprint at the most."""
    before, now = _editions(old), _editions(new)
    normal = Normal()
    differ = [slug for slug, one in now.items() if slug in before and _said(normal, before[slug]) != _said(normal, one)]
    for words, slugs in (
        ("their packages say something else: upload them again", differ),
        ("new", [slug for slug in now if slug not in before]),
        ("not made any more", [slug for slug in before if slug not in now]),
    ):
        if slugs:
            yield Change(kind="packages", what=_few(slugs), words=f"{len(slugs)} of {len(now)} editions: {words}")


def _editions(version: Version) -> dict[str, Edition]:
    course = version.course
    return {one.slug: one.made() for one in wanted(course, [None, *course.sites], course.audiences)}


def _said(normal: Normal, one: Edition) -> object:
    of_edition = [normal.of(getattr(one, name)) for name in FIELDS]
    shown = {
        fact
        for module in one.modules
        for page in module.pages
        for block in page.blocks
        for fact in getattr(block, "facts", ())
    }
    facts = [normal.of(fact) for id, fact in one.course.facts.items() if id in shown]
    of_course = [normal.of(getattr(one.course, name)) for name in OF_COURSE]
    shown_files = str((of_edition, of_course))
    assets = {name: asset.sha256 for name, asset in one.course.assets.items() if name in shown_files}
    return (of_edition, of_course, facts, assets, one.unreviewed, one.review)


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
