"""The archive for servers where nothing can be installed: pages as HTML, questions as the platform's own problems.

Nothing of the player is in it. The platform keeps every answer with the learner's name, so no survey question is asked
here: a link leads to the store's own page, where the course has a store.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, assert_never

from markupsafe import Markup

from signpost_builder.diagnostics import Diagnostic, SourceError, error
from signpost_builder.formats.openedx import names
from signpost_builder.formats.openedx.capa import Use
from signpost_builder.formats.openedx.losses import Losses
from signpost_builder.formats.openedx.olx import (
    NO_ATTRIBUTES,
    Component,
    Html,
    Problem,
    Section,
    Subsection,
    Unit,
    course_files,
    in_attribute,
)
from signpost_builder.formats.openedx.once import Setting, plain_page, problem_file, sources_id
from signpost_builder.formats.openedx.options import OpenEdx
from signpost_builder.formats.openedx.policies import due, graded_format, is_scored, settings_files, static_files
from signpost_builder.model import (
    Asset,
    Block,
    Callout,
    Cards,
    Chart,
    Check,
    Compare,
    Easy,
    Edition,
    Figure,
    For,
    Media,
    Module,
    Page,
    Prose,
    Question,
    QuestionSet,
    Quote,
    Reveal,
    ScaleQuestion,
    Scenario,
    Sensitive,
    SlideText,
    Stages,
    Steps,
    Timeline,
    Titled,
    Trainer,
    every_block,
)
from signpost_builder.package import Package, Tree
from signpost_builder.page.announced import minutes_words
from signpost_builder.page.block_html import Blocks
from signpost_builder.page.bodies import opening, shown_assets
from signpost_builder.page.document import page_content
from signpost_builder.page.rendered import Rendered, render
from signpost_builder.page.sources import SourceView, numbered, page_facts, source_views
from signpost_builder.page.templates import page_template
from signpost_builder.same import Same
from signpost_builder.values import frozen

Phase = Literal["before", "after"]


def packages(rendered: Rendered, options: OpenEdx) -> tuple[Package, ...]:
    """The archive, and beside it what it says less well than the course."""
    edition, made = rendered.edition, _Course(rendered, options)
    tree = made.tree()
    name = f"{edition.course.id}-openedx-native"
    report = {f"{name}.txt": made.losses.text(edition)}
    return (
        Package(name=f"{name}.tar.gz", kind="tar.gz", tree=tree),
        Package(name=f"{name}.txt", kind="file", tree=report, losses=tuple(made.losses.found)),
    )


def refusals(edition: Edition, options: OpenEdx) -> list[Diagnostic]:
    """Questions that the platform would load without a word and mark wrongly."""
    made = _Course(render(edition), options)
    try:
        made.tree()
    except SourceError as problems:
        return list(problems.diagnostics)
    return []


@frozen
class _Piece:
    """HTML, or a check between two pieces of it."""

    html: str = ""
    check: QuestionSet | None = None


class _Course:
    def __init__(self, rendered: Rendered, options: OpenEdx) -> None:
        self._edition, self._options = rendered.edition, options
        edition = rendered.edition
        self._content = page_content(rendered, local=False) | {"whole": False, "answers": "kept"}
        self._texts: dict[str, Any] = self._content["t"]
        self._blocks = Blocks(edition)
        self._pages = frozenset(page.id for module in edition.modules for page in module.pages)
        self._refused: list[Diagnostic] = []
        self._shown: list[str] = []  # HTML with the media's own names
        self.losses = Losses()

    def tree(self) -> Tree:
        """Raises SourceError for questions that the platform would mark wrongly."""
        edition, options = self._edition, self._options
        self.losses.course(edition)
        number = options.number or edition.course.id
        files = course_files(self._sections(), org=options.org, number=number, run=options.run)
        if self._refused:
            raise SourceError(self._refused)
        assets: dict[str, Asset] = shown_assets(edition.course, "\n".join(self._shown))
        return {**files, **settings_files(edition, options, ()), **static_files(assets)}

    # ---------------------------------------------------------------- course

    def _sections(self) -> list[Section]:
        edition, texts = self._edition, self._texts
        start = texts["start"]["title"]
        opening_page = Html(names.START, start, self._way_to_help() + self._plain(self._section("start")))
        inside = [_subsection(names.START, start, [_unit(names.START, start, [opening_page])])]
        inside += self._questions("before", names.BEFORE, {"show_correctness": "never", **due(self._options, "before")})
        sections = [Section(name=names.chapter(names.START), title=start, subsections=tuple(inside))]
        sections += [self._module(place, module) for place, module in enumerate(edition.modules, start=1)]
        graded = {"format": in_attribute(graded_format(edition)), "graded": "true"} if is_scored(edition) else {}
        if last := self._questions("after", names.AFTER, graded | due(self._options, "after")):
            sections.append(
                Section(name=names.chapter(names.AFTER), title=texts["after"]["title"], subsections=tuple(last))
            )
        return [*sections, self._reference()]

    def _module(self, place: int, module: Module) -> Section:
        units = tuple(self._page(place, module, page) for page in module.pages)
        dates = due(self._options, module.id)
        inside = Subsection(name=names.sequential(module.id), title=module.title, units=units, attributes=dates)
        return Section(name=names.chapter(module.id), title=module.title, subsections=(inside,), span=module.span)

    def _reference(self) -> Section:
        title = self._texts["native"]["reference"]
        units = [
            _unit(
                name,
                self._texts[part]["title"],
                [Html(name, self._texts[part]["title"], self._plain(self._section(part)))],
            )
            for name, part in ((names.HELP, "help"), (names.SOURCES, "sources"))
        ]
        return Section(
            name=names.chapter(names.REFERENCE), title=title, subsections=(_subsection(names.REFERENCE, title, units),)
        )

    def _section(self, name: str) -> str:
        template = page_template()
        return "".join(template.blocks[name](template.new_context(self._content)))

    # ----------------------------------------------------------------- pages

    def _page(self, place: int, module: Module, page: Page) -> Unit:
        """A unit: HTML, and problems where the page has checks. The first piece has the page's own name."""
        pieces = list(self._pieces(page))
        before = opening(self._blocks, self._edition, module, place) if page is module.pages[0] else Markup("")
        written = "".join(
            [before, *(self._blocks.check(piece.check) if piece.check else piece.html for piece in pieces)]
        )
        sources = source_views(page_facts(page, written, self._edition.course.facts), self._texts)
        components: list[Component] = []
        html, name = self._way_to_help() + self._plain(before, page), page.id
        for piece in pieces:
            if piece.check is None:
                html += self._plain(numbered(Markup(piece.html), [source.facts for source in sources]), page)
                continue
            html += self._introduction(piece.check)
            components += [Html(name, page.title, html)] if html else []
            components += self._check(piece.check, page, sources)
            html, name = "", names.text_after(page.id, piece.check.questions[-1].id)
        html += self._sources(sources, page)
        components += [Html(name, page.title, html)] if html else []
        return Unit(name=names.vertical(page.id), title=page.title, components=tuple(components))

    def _pieces(self, page: Page) -> Iterator[_Piece]:
        waiting: list[Block] = []
        for block in page.blocks:
            self._note(block, page)
            inside = [each.questions for each in every_block([block]) if isinstance(each, Check)]
            if not isinstance(block, Check):
                waiting.append(_without_checks(block) if inside else block)
            if inside:
                yield _Piece(html=self._blocks.render(waiting))
                waiting = []
                for check in inside:
                    if not isinstance(block, Check):
                        self.losses.moved(check, page.id)
                    yield _Piece(check=check)
        yield _Piece(html=self._blocks.render(waiting))

    def _note(self, block: Block, page: Page) -> None:
        for each in every_block([block]):
            match each:
                case Scenario():
                    self.losses.scenario(each)
                case Sensitive():
                    self.losses.sensitive(each, page.span)
                case Chart():
                    self.losses.chart(each, page.span)
                case Figure():
                    self.losses.figure(each, page.span)
                case Easy():
                    self.losses.easy(page)
                case Reveal():
                    self.losses.reveal(each, page.span)
                case Compare() | Cards() | Steps() | Timeline() | Media():
                    self.losses.shape(each, page.span)
                case Prose() | Callout() | Stages() | Check() | Titled() | Quote():
                    pass  # of checks _check tells
                case For() | Trainer() | SlideText():
                    raise TypeError(f"an edition contains no {type(each).__name__}: {each!r:.80}")
                case _:
                    assert_never(each)

    def _introduction(self, check: QuestionSet) -> str:
        if all(isinstance(question, ScaleQuestion) for question in check.questions):
            return ""  # no rating is asked here
        title = Markup("<h3>{}</h3>\n").format(check.title or self._texts["check"])
        return f"{title}{self._plain(check.introduction)}"

    def _check(self, check: QuestionSet, page: Page, sources: Sequence[SourceView]) -> Iterator[Problem]:
        self.losses.check(check)
        for question in check.questions:
            self.losses.question(question)
            if not isinstance(question, ScaleQuestion):
                name = names.question(page.id, question.id)
                title = check.title or self._texts["check"]
                yield self._problem(name, question, title, "check", page, sources)

    def _sources(self, sources: Sequence[SourceView], page: Page) -> str:
        if not sources:
            return ""
        listed = self._plain(self._blocks.macros.sources(sources), page)
        return f"\n{listed.replace('<div', f'<div id={chr(34)}{sources_id(page.id)}{chr(34)}', 1)}"

    # ------------------------------------------------------------- questions

    def _questions(self, phase: Phase, name: str, attributes: Mapping[str, str]) -> list[Subsection]:
        asked: Sequence[QuestionSet] = getattr(self._edition, phase)
        title = self._texts[phase]["title"]
        knowledge = [each for each in asked if each.kind == "knowledge"]
        found = []
        if knowledge:
            units = [self._set(each, phase, name, first=each is knowledge[0]) for each in knowledge]
            found.append(_subsection(name, title, units, attributes))
        if address := self._edition.form_page:
            survey = names.survey(name)
            invitation = self._texts["native"]["survey_title"]
            unit = _unit(survey, invitation, [Html(survey, invitation, self._invitation(address))])
            found.insert(len(found) if phase == "after" else 0, _subsection(survey, invitation, [unit]))
        return found

    def _invitation(self, address: str) -> str:
        texts = self._texts["native"]
        html = Markup('<p>{}</p>\n<p><a href="{}" target="_blank" rel="noopener noreferrer">{}</a></p>')
        return str(html.format(texts["survey"], address, texts["survey_link"]))

    def _set(self, asked: QuestionSet, phase: Phase, name: str, *, first: bool) -> Unit:
        words = self._words(phase) if first else []
        if asked.introduction:
            words.append(Markup(asked.introduction))
        html = self._way_to_help() + self._plain(Markup("\n").join(Markup("<p>{}</p>").format(line) for line in words))
        components: list[Component] = [Html(names.introduction(name, asked.id), asked.title, html)]
        for question in asked.questions:
            if phase == "after":
                self.losses.question(question)
            title = f"{asked.title} ({question.id})"
            if not isinstance(question, ScaleQuestion):
                components.append(self._problem(names.question(name, question.id), question, title, phase))
        return Unit(name=names.question_set(name, asked.id), title=asked.title, components=tuple(components))

    def _words(self, phase: Phase) -> list[str | Markup]:
        course, texts = self._edition.course, self._texts
        long = minutes_words(getattr(self._edition, phase), texts)
        if phase == "before":
            return [texts["before"]["text"], long, texts["native"]["kept"]]
        rules = [texts["after"]["pass_mark"].format(percent=course.pass_mark_percent)]
        if course.attempts:
            tries = texts["native"]["attempts_one" if course.attempts == 1 else "attempts"]
            rules.append(tries.format(count=course.attempts))
        return [texts["after"]["text"], long, " ".join(rules), texts["native"]["kept"]]

    def _problem(
        self,
        name: str,
        question: Question,
        title: str,
        use: Use,
        page: Page | None = None,
        sources: Sequence[SourceView] = (),
    ) -> Problem:
        attempts = self._edition.course.attempts if use == "after" else 0
        setting = Setting(
            title=title,
            use=use,
            attempts=attempts,
            language=self._edition.language,
            page_id=page.id if page else "",
            sources=tuple(source.facts for source in sources),
            pages=self._pages,
        )
        content, found = problem_file(Same(question), setting)
        for fault in found:
            hint = "change the question, or build another format"
            message = f"'{question.id}' cannot be a problem in Open edX: {fault}"
            self._refused.append(error(question.span, "openedx-problem", message, hint))
        return Problem(name, content, question.span)

    # ------------------------------------------------------------------ HTML

    def _way_to_help(self) -> str:
        """First on every page: help, and the exit where this audience has it on every page."""
        texts, course = self._texts, self._edition.course
        lines = [Markup('<a href="{}">{}</a>').format(names.jump(names.HELP), texts["get_help"])]
        if self._edition.audience.exit_this_page:
            way_out = Markup('<a href="{}" target="_top" rel="noreferrer"><strong>{}</strong></a>')
            lines.append(way_out.format(course.exit_url, texts["exit"]))
        return str(Markup("<p>{}</p>\n").format(Markup(" · ").join(lines)))

    def _plain(self, html: str, page: Page | None = None) -> str:
        if not html.strip():
            return ""
        self._shown.append(html)
        return plain_page(html, page.id if page else "", self._pages)


def _without_checks(block: Block) -> Block:
    match block:
        case Callout() | Reveal() | Media():
            return replace(block, blocks=_other_than_checks(block.blocks))
        case Sensitive():
            blocks, key_points = _other_than_checks(block.blocks), _other_than_checks(block.key_points)
            return replace(block, blocks=blocks, key_points=key_points)
        case Prose() | Stages() | Scenario() | Check() | Chart() | Quote() | Easy():
            return block
        case Titled() | Compare() | Cards() | Steps() | Timeline() | Figure():
            return block  # lists of text, in which no check can stand
        case For() | Trainer() | SlideText():
            raise TypeError(f"an edition contains no {type(block).__name__}: {block!r:.80}")
        case _:
            assert_never(block)


def _other_than_checks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(_without_checks(each) for each in blocks if not isinstance(each, Check))


def _unit(name: str, title: str, components: Iterable[Component]) -> Unit:
    return Unit(name=names.vertical(name), title=title, components=tuple(components))


def _subsection(
    name: str, title: str, units: Iterable[Unit], attributes: Mapping[str, str] = NO_ATTRIBUTES
) -> Subsection:
    return Subsection(name=names.sequential(name), title=title, units=tuple(units), attributes=attributes)
