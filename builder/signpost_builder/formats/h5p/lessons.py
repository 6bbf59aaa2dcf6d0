"""The lessons: an Interactive Book whose chapters are our pages."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape

from signpost_builder.formats.h5p.columns import Contents
from signpost_builder.formats.h5p.content import SubContent
from signpost_builder.formats.h5p.context import Activity, Context, Setting, contact_list, someone_to_turn_to
from signpost_builder.formats.h5p.labels import labelled
from signpost_builder.minutes import minutes_of
from signpost_builder.model import Edition, Module, Page, Sensitive, every_block
from signpost_builder.page.contacts import help_groups
from signpost_builder.same import Same
from signpost_builder.values import frozen

MOST_CHAPTERS = 50  # of an Interactive Book
FRAME = 3  # chapters of our own: before, help, after
LONG_BOOK = 30  # chapters; above, each module comes as a book too, unless the course says otherwise


@frozen
class Leaf:
    """A page with its module and the module's place, from 1."""

    module: Module
    page: Page
    place: int


Group = tuple[Leaf, ...]


def lessons(context: Context, survey_address: str | None) -> Iterator[Activity]:
    """The book of all modules; several books where even one chapter for each module would be too many."""
    edition = context.edition
    leaves = [Leaf(module, page, place) for place, module in enumerate(edition.modules, 1) for page in module.pages]
    room = MOST_CHAPTERS - FRAME
    groups = chapters(leaves, room)
    books = [groups[start : start + room] for start in range(0, len(groups), room)]
    for number, book in enumerate(books, 1):
        suffix = f"-{number}" if len(books) > 1 else ""
        frame = [_start(context, survey_address), _help(context)], [_finish(context, survey_address)]
        yield _book(context, f"lessons{suffix}", context.h5p["lessons"]["title"], book, *frame)


def are_long(edition: Edition) -> bool:
    """Whether the book of all modules is so long that people will look for its parts."""
    return sum(len(module.pages) for module in edition.modules) + FRAME > LONG_BOOK


def single_modules(context: Context) -> Iterator[Activity]:
    """Each module as a book of its own."""
    for place, module in enumerate(context.edition.modules, 1):
        groups = chapters([Leaf(module, page, place) for page in module.pages], MOST_CHAPTERS - 1)
        yield _book(context, f"module-{module.id}", module.title, groups, [_help(context)], [])


def chapters(leaves: Sequence[Leaf], room: int) -> list[Group]:
    """A chapter for each page; where there are too many, the smallest neighbours of one module share a chapter."""
    groups: list[Group] = [(leaf,) for leaf in leaves]
    weights = [_weight(leaf.page) for leaf in leaves]
    while len(groups) > room:
        pairs = [
            (weights[index] + weights[index + 1], index)
            for index in range(len(groups) - 1)
            if groups[index][0].module is groups[index + 1][0].module
        ]
        if not pairs:
            break
        _, index = min(pairs)
        groups[index : index + 2] = [groups[index] + groups[index + 1]]
        weights[index : index + 2] = [weights[index] + weights[index + 1]]
    return groups


def _weight(page: Page) -> int:
    """How long a page is, about; the same at every site, so that all sites have the same chapters."""
    return 1 + sum(1 for _ in every_block(page.blocks))


def _book(
    context: Context, name: str, title: str, groups: Sequence[Group], before: list[SubContent], after: list[SubContent]
) -> Activity:
    made = [_chapter(context, group, title) for group, title in zip(groups, chapter_titles(groups), strict=True)]
    params = {
        "showCoverPage": False,
        "chapters": [*before, *(chapter for chapter, _ in made), *after],
        # Checks in lessons are practice: without the summary the book never submits a total (docs/h5p.md).
        "behaviour": {
            "defaultTableOfContents": True,
            "progressIndicators": True,
            "progressAuto": True,
            "displaySummary": False,
            "enableRetry": True,
        },
    }
    contents = [contents for _, contents in made]
    return Activity(
        name=name,
        title=title,
        main="H5P.InteractiveBook",
        params=labelled("H5P.InteractiveBook", params, context.edition.language),
        media={path: asset for content in contents for path, asset in content.media.items()},
        points=sum(content.points for content in contents),
        differences=tuple(difference for content in contents for difference in content.differences),
    )


def _leaf_title(leaf: Leaf) -> str:
    return f"{leaf.place}. {leaf.module.title}" if leaf.page is leaf.module.pages[0] else leaf.page.title


def chapter_titles(groups: Sequence[Group]) -> list[str]:
    """The titles of the pages of each chapter. Chapters of the same title are told apart by their module, then a number."""
    plain = [" · ".join(_leaf_title(leaf) for leaf in group) for group in groups]
    named = [
        f"{group[0].place}. {group[0].module.title}: {title}" if plain.count(title) > 1 else title
        for group, title in zip(groups, plain, strict=True)
    ]
    return [
        f"{title} ({named[: place + 1].count(title)})" if named.count(title) > 1 else title
        for place, title in enumerate(named)
    ]


@frozen(kw_only=True)
class Pages:
    """All that is made into a chapter, but for its end. `heads`: HTML before each page; `pause`: HTML too, empty where no part is hard."""

    setting: Setting
    pages: tuple[Same[Page], ...]
    titles: tuple[str, ...]
    heads: tuple[str, ...]
    pause: str


def _chapter(context: Context, group: Group, title: str) -> tuple[SubContent, Contents]:
    contents = _contents(_pages(context, group)).continued()
    contents.html(f"<hr><p>{escape(context.no_reports)} {escape(context.h5p['lessons']['to_help'])}</p>")
    return _column(context.setting, contents, group[0].page.id, title), contents


def _pages(context: Context, group: Group) -> Pages:
    hard = any(isinstance(block, Sensitive) for leaf in group for block in every_block(leaf.page.blocks))
    return Pages(
        setting=context.setting,
        pages=tuple(Same(leaf.page) for leaf in group),
        titles=tuple(map(_leaf_title, group)),
        heads=tuple(_head(context, leaf, context.banner if leaf is group[0] else "") for leaf in group),
        pause=context.pause if hard else "",
    )


@lru_cache(maxsize=512)
def _contents(of: Pages) -> Contents:
    """Pages that name no contact are the same at every site, and stand in two books."""
    contents = Contents(of.setting, of.pause)
    for the, title, head in zip(of.pages, of.titles, of.heads, strict=True):
        page = the.value
        contents.begin(page.id, title, page.span)
        contents.html(head)
        contents.blocks(page.blocks)
        contents.sources(page.blocks)
    return contents


def _head(context: Context, leaf: Leaf, banner: str) -> str:
    opening = _opening(context, leaf) if leaf.page is leaf.module.pages[0] else ""
    return f"{banner}<h2>{escape(_leaf_title(leaf))}</h2>{opening}"


def _opening(context: Context, leaf: Leaf) -> str:
    """What the opening page of a module says before its own text."""
    t, module = context.page, leaf.module
    part = f"{t['part']} {leaf.place} {t['of']} {len(context.edition.modules)}"
    minutes = minutes_of(module)
    long = f"{t['about']} {minutes} {t['minute' if minutes == 1 else 'minutes']}"
    html = f"<p>{escape(f'{part} · {long}')}</p><p>{escape(module.summary)}</p>"
    if module.content_note:
        html += f"<p><strong>{escape(t['content_note'])}</strong></p><p>{escape(module.content_note)}</p>"
    if module.objectives:
        items = "".join(f"<li>{escape(objective)}</li>" for objective in module.objectives)
        html += f"<p>{escape(t['objectives'])}</p><ul>{items}</ul>"
    return html


def _column(setting: Setting, contents: Contents, name: str, title: str) -> SubContent:
    return setting.make.sub("H5P.Column", {"content": contents.items()}, f"chapter/{name}", title)


def _plain_chapter(context: Context, name: str, title: str, html: str) -> SubContent:
    contents = Contents(context.setting, context.pause)
    contents.begin(name, title)
    contents.html(f"{context.banner}<h2>{escape(title)}</h2>{html}")
    return _column(context.setting, contents, name, title)


def _start(context: Context, survey_address: str | None) -> SubContent:
    edition, t, h5p = context.edition, context.page["start"], context.h5p["lessons"]
    count = len(edition.modules)
    parts = t["parts_one" if count == 1 else "parts"].format(count=count)
    time = h5p["time"].format(minutes=sum(map(minutes_of, edition.modules)))
    html = f"<p>{escape(edition.course.summary)}</p><p>{escape(parts)} {escape(time)}</p>"
    html += _titled(t["report_title"], f"{context.no_reports} {h5p['to_help']}")
    if t["care"]:
        html += f"<h3>{escape(t['care_title'])}</h3>{someone_to_turn_to(context, t['care'])}"
    if edition.audience.exit_this_page:
        html += _titled(t["exit_title"], h5p["exit"], t["exit_history"])
    html += _titled(t["sees_title"], h5p["sees"], h5p["quiz_sees"] if edition.before or edition.after else "")
    if survey_address:
        html += _titled(h5p["survey_title"], h5p["survey"]) + _link(survey_address, h5p["survey_link"])
    return _plain_chapter(context, "start", t["title"], html)


def _help(context: Context) -> SubContent:
    t = context.page["help"]
    html = f"<p>{escape(context.no_reports)}</p>"
    for name, contacts in help_groups(context.edition.contacts).items():
        if contacts:
            html += f"<h3>{escape(t['danger' if name == 'emergency' else name])}</h3>{contact_list(contacts)}"
    return _plain_chapter(context, "help", t["title"], html)


def _finish(context: Context, survey_address: str | None) -> SubContent:
    h5p = context.h5p["lessons"]
    scored = any(question_set.kind == "knowledge" for question_set in context.edition.after)
    html = f"<p>{escape(h5p['finish_quiz' if scored else 'finish'])}</p>"
    if survey_address:
        html += f"<p>{escape(h5p['survey_again'])}</p>{_link(survey_address, h5p['survey_link'])}"
    html += f"<p>{escape(context.no_reports)}</p>"
    return _plain_chapter(context, "finish", h5p["finish_title"], html)


def _titled(title: str, *paragraphs: str) -> str:
    return f"<h3>{escape(title)}</h3>{''.join(f'<p>{escape(text)}</p>' for text in paragraphs if text)}"


def _link(address: str, words: str) -> str:
    return f'<p><a href="{escape(address)}">{escape(words)}</a><br>{escape(address)}</p>'
