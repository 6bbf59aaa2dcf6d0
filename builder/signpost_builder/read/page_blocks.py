"""From the directives and the prose of a page to its blocks."""

import re
from collections.abc import Callable, Collection, Sequence
from html import escape
from pathlib import PurePosixPath
from typing import Literal, TypeGuard, TypeVar, assert_never

from signpost_builder.diagnostics import Findings, Read, Span, error, nearest
from signpost_builder.model import (
    Block,
    Callout,
    Cards,
    Chart,
    Check,
    Compare,
    Easy,
    Figure,
    For,
    Media,
    Prose,
    Quote,
    Reveal,
    Sensitive,
    SlideText,
    Stages,
    Steps,
    Timeline,
    Titled,
    Trainer,
)
from signpost_builder.page.local_picture import local_picture_html
from signpost_builder.page.strings import strings
from signpost_builder.read.beneath import cite
from signpost_builder.read.context import Context
from signpost_builder.read.easy import easy_findings
from signpost_builder.read.lists import STAGE, split_list, stripped
from signpost_builder.read.pieces import PieceReader, separate
from signpost_builder.read.prose import ProseReader
from signpost_builder.read.question import TYPES, read_question
from signpost_builder.read.remembered import Sets
from signpost_builder.read.scenario import ScenarioReader
from signpost_builder.read.slides import too_full
from signpost_builder.schema import is_id
from signpost_builder.source.directives import DIRECTIVES
from signpost_builder.source.foreign import unwritten
from signpost_builder.source.items import Code, Directive, Heading, Item, Text
from signpost_builder.source.markdown_lines import ALERTS
from signpost_builder.source.passage import Line, passage
from signpost_builder.source.tokens import token_finding

T = TypeVar("T")
PieceKind = Literal["compare", "cards", "steps", "timeline"]
PLAYED = re.compile(r"\.(?:mp4|webm|mp3|m4a|ogg)\b", re.IGNORECASE)
# What is wrong with the shape of a directive that holds more, or less, than its author thought.
FOLLOW_FROM_UNCLOSED = frozenset(
    "malformed-block malformed-chart chart-without-source malformed-directive malformed-question malformed-scenario malformed-stages misplaced-directive misplaced-token "
    "question-without-key repeated-choice scenario-without-end sensitive-without-key-points several-keys "
    "too-few-choices unknown-target unreachable-node".split()
)
STAGE_TITLE = re.compile(r"\*\*(.+?)\*\*\s*")


class BlockReader:
    """Reads the blocks of one page; `prose` knows the page and who sees the place."""

    def __init__(self, context: Context, sets: Sets, prose: ProseReader, path: PurePosixPath) -> None:
        self._context, self._sets, self._prose, self._path = context, sets, prose, path
        self._findings = Findings()
        self.checks: dict[str, Span] = {}  # question sets used as a check, where first
        self._counts: dict[str, int] = {}  # on this page, by the name of the directive
        self.scenarios: list[tuple[str, Span]] = []  # their ids

    def read(self, value: T) -> Read[T]:
        """What was made of these blocks, with everything that was noted on the way."""
        return self._findings.beside(value)

    def blocks(self, items: Sequence[Item]) -> tuple[Block, ...]:
        return tuple(block for item in items if (block := self._block(item)) is not None)

    def _block(self, item: Item) -> Block | None:
        match item:
            case Text(lines=lines):
                return self._findings.of(self._prose.block(passage(self._path, lines)))
            case Code(lines=lines):
                self._no_tokens(lines)
                return Prose(parts=(f"<pre><code>{escape(chr(10).join(line.text for line in lines))}</code></pre>",))
            case Heading():
                return None  # inside a directive other than `for`: already noted by the scanner
            case Directive():
                before = len(self._findings)
                block = self._directive(item) if self.is_well_formed(item) else None
                if not item.closed:
                    since = self._findings[before:]
                    self._findings[before:] = [each for each in since if each.code not in FOLLOW_FROM_UNCLOSED]
                return block
            case _:
                assert_never(item)

    def is_well_formed(self, directive: Directive) -> bool:
        """Whether the name is known and everything needed is there; otherwise noted."""
        form = DIRECTIVES.get(directive.name)
        if form is None:
            message = f"there is no directive '{directive.name}'"
            whole = "-".join((directive.name.lower(), *directive.words))
            box = ALERTS.get(directive.name.lower())
            hint = f"write '{whole}'" if whole in DIRECTIVES else nearest(directive.name, DIRECTIVES)
            if box:
                hint = " ".join(("write '::: " + box[0], *(f'{key}="{value}"' for key, value in box[1].items()))) + "'"
            self._note(directive.span, "unknown-directive", message, hint)
            return False
        good = True
        missing = [option for option in form.needed if not directive.options.get(option, "").strip()]
        if missing and (meant := _meant(directive, form.options)):
            message = f"'{directive.name}' needs '{missing[0]}=…', and has '{meant}'"
            self._note(
                directive.span, "missing-key", message, f"write '{missing[0]}={meant.split('=')[-1].split(':')[-1]}'"
            )
            return False
        for option in directive.options:
            if option not in form.options:
                message = f"'{option}' is not an option of '{directive.name}'"
                self._note(
                    directive.span, "unknown-key", message, nearest(option, form.options - directive.options.keys())
                )
        for option in missing:
            message = f"'{directive.name}' needs '{option}=…'"
            self._note(directive.span, "missing-key", message, f"write '::: {directive.name} {option}=…'")
            good = False
        for text in (*directive.words, *directive.options.values()):
            if finding := token_finding(text, f"the line of '{directive.name}'", lambda at: directive.span):
                self._findings.append(finding)
            self._findings += unwritten(text, directive.span)
        if directive.words and not form.words:
            message = f"'{directive.words[0]}' has no meaning after '{directive.name}'"
            curly = any(sign in text for text in (*directive.words, *directive.options.values()) for sign in "“”„«»")
            hint = 'write straight quotes: key="some words"' if curly else 'write key=value, or key="some words"'
            self._note(directive.span, "malformed-directive", message, hint)
        return good

    def _directive(self, directive: Directive) -> Block | None:
        options = directive.options
        match directive.name:
            case "note" | "warning" | "example" | "key-points" | "help" as kind:
                blocks = self.blocks(directive.items)
                self._not_empty(directive, blocks)
                return Callout(kind=kind, blocks=blocks, title=options.get("title", ""))
            case "sensitive":
                return self._sensitive(directive)
            case "for":
                return self.wrapped(directive, lambda: self.blocks(directive.items))
            case "local-picture":
                return self._local_picture(directive)
            case "trainer":
                return Trainer(blocks=self.blocks(directive.items), minutes=self._minutes(directive))
            case "slide":
                return self._slide(directive)
            case "stages":
                return self._stages(directive)
            case "scenario":
                return self._scenario(directive)
            case "quiz":
                return self._quiz(directive)
            case "question":
                return self._question(directive)
            case "chart":
                return self._chart(directive)
            case "compare" | "cards" | "steps" | "timeline" as kind:
                return self._pieces(directive, kind)
            case "figure":
                return self._figure(directive)
            case "media":
                return self._media(directive)
            case "easy":
                return self._easy(directive)
            case "reveal":
                blocks = self.blocks(directive.items)
                self._not_empty(directive, blocks)
                return Reveal(title=directive.options["title"], blocks=blocks)
            case "quote":
                return self._quote(directive)
            case "node" | "end":
                message = f"'{directive.name}' stands only inside 'scenario'"
                self._note(directive.span, "misplaced-directive", message, "move it into a scenario")
                return None
            case _:
                raise AssertionError(f"'{directive.name}' is in DIRECTIVES and nobody reads it")

    # ------------------------------------------------------------- conditions

    def wrapped(self, directive: Directive, content: Callable[[], tuple[Block, ...]]) -> For:
        """What `content` reads, under the conditions of a `for`."""
        audiences, sites, languages = self.conditions(directive)
        before = self._prose.seen
        self._prose.seen = before.narrowed(audiences, sites, languages) if before else None
        blocks = content()
        self._prose.seen = before
        return For(blocks=blocks, audiences=audiences, sites=sites, languages=languages)

    def conditions(self, directive: Directive) -> tuple[tuple[str, ...], ...]:
        """Audiences, sites and languages of a `for`; unknown ones are noted."""
        context = self._context
        wanted = (directive.words, *(tuple(directive.options.get(key, "").split()) for key in ("site", "language")))
        known = (context.audiences.ids, context.sites.ids, tuple(context.course.languages))
        if not any(wanted):
            self._note(directive.span, "malformed-directive", "'for' does not say for whom", "write '::: for staff'")
        for word in wanted[0]:
            if not context.audiences.has_anywhere(word):
                hint = nearest(word, known[0])
                self._note(directive.span, "unknown-audience", f"there is no audience '{word}'", hint)
        for word in wanted[1]:
            if word not in known[1] and context.sites.whole:
                self._note(directive.span, "unknown-site", f"there is no site '{word}'", nearest(word, known[1]))
        for word in wanted[2]:
            if word not in known[2]:
                hint = nearest(word, known[2])
                self._note(directive.span, "unknown-language", f"the course has no language '{word}'", hint)
        return wanted

    # ------------------------------------------------------- single directives

    def _sensitive(self, directive: Directive) -> Sensitive:
        points = [item for item in directive.items if _is_key_points(item)]
        if len(points) != 1:
            message = f"a sensitive part has one 'key-points' inside; this has {len(points) or 'none'}"
            hint = "add '::: key-points' with what the learner needs who skips this part"
            self._note(directive.span, "sensitive-without-key-points", message, hint)
        id = self._counted("sensitive")
        return Sensitive(
            title=directive.options["title"],
            minutes=self._minutes(directive),
            blocks=self.blocks([item for item in directive.items if not _is_key_points(item)]),
            key_points=self.blocks(points[0].items) if points else (),
            id=id,
        )

    def _local_picture(self, directive: Directive) -> For:
        """For each site that has one its picture, then what stands inside the directive. Nothing for any other edition."""
        course, sites = self._context.course, self._context.sites
        pictures = [(site, site.picture) for site in sites.sites if site.picture]
        shown = [
            For(
                sites=(site.id,),
                languages=(language,),
                blocks=(Prose(parts=(local_picture_html(picture, strings(language, self._context.words)["page"]),)),),
            )
            for site, picture in pictures
            for language in course.languages
        ]
        with_picture, seen = sites.with_picture, self._prose.seen
        self._prose.seen = seen.narrowed((), with_picture, ()) if seen else None
        inside = self.blocks(directive.items)
        self._prose.seen = seen
        return For(blocks=(*shown, For(sites=with_picture, blocks=inside)))

    def _slide(self, directive: Directive) -> SlideText | None:
        lines = self._plain_lines(directive)
        self._not_empty(directive, ())
        if not stripped(lines):
            return None
        text = self._findings.of(self._prose.block(passage(self._path, lines)))
        if finding := too_full(text, directive.span):
            self._findings.append(finding)
        return SlideText(text=text, title=directive.options.get("title", ""))

    def _stages(self, directive: Directive) -> Stages | None:
        parts = split_list(self._plain_lines(directive), STAGE)
        if not parts.items or stripped(parts.before) or stripped(parts.after):
            message = "'stages' contains one ordered list and nothing else"
            self._note(directive.span, "malformed-stages", message, "write '1. **Title.** Text' for each stage")
            return None
        stages = []
        for item in parts.items:
            title = STAGE_TITLE.match(item.first.text)
            if not title:
                span = Span(self._path, item.first.number, item.first.column)
                self._note(span, "malformed-stages", "this stage has no title", "begin it with '**Title.**'")
                continue
            words = title[1].rstrip(".:").strip()
            title_line = Line(item.first.number, item.first.column + 2, words)
            head = self._findings.of(self._prose.line(passage(self._path, [title_line])))
            lines = [item.first.after(title.end()), *item.below]
            body = self._findings.of(self._prose.html(passage(self._path, lines)))
            stages.append((head, body))
        return Stages(stages=tuple(stages))

    # -------------------------------------------------------- things to look at

    def _chart(self, directive: Directive) -> Chart | None:
        from signpost_builder.read.chart import ChartReader  # few courses draw one

        texts = strings(self._context.course.languages[0], self._context.words)["page"]
        reader = ChartReader(self._prose, self._path, texts["source"], texts["chart"]["period"])
        return self._findings.of(reader.chart(directive, self._plain_lines(directive), self._counted("chart")))

    def _pieces(self, directive: Directive, kind: PieceKind) -> Block | None:
        pieces = self._titled(directive, directive.items)
        count = sum(isinstance(each, Titled) for each in pieces)
        narrowed = any(isinstance(each, For) for each in pieces)
        if narrowed and kind == "compare":
            message = (
                "'for' cannot stand inside 'compare': with one of its sides it is none, and 'do not' would be 'do'"
            )
            hint = "put '::: for' around the whole comparison, and write one for each audience"
            self._note(directive.span, "misplaced-directive", message, hint)
            return None
        if not narrowed and (count != 2 if kind == "compare" else count < 2):
            message = f"'{kind}' has {'two' if kind == 'compare' else 'at least two'} items; this has {count or 'none'}"
            self._note(directive.span, "malformed-block", message, "write '- **Title.** Text' for each")
            return None
        match kind:
            case "compare":
                how = directive.options.get("kind", "do")
                if how not in ("do", "change"):
                    message = f"a comparison is of the kind 'do' or 'change', not '{how}'"
                    self._note(directive.span, "unknown-value", message, nearest(how, ("do", "change")))
                return Compare(blocks=pieces, kind="change" if how == "change" else "do")
            case "cards":
                return Cards(blocks=pieces)
            case "steps":
                return Steps(blocks=pieces)
            case "timeline":
                return Timeline(blocks=pieces)
            case _:
                assert_never(kind)

    def _titled(self, directive: Directive, items: Sequence[Item]) -> tuple[Block, ...]:
        reader = PieceReader(self._prose, self._path, self.wrapped, self.is_well_formed, self._findings)
        return reader.pieces(directive, items)

    def _figure(self, directive: Directive) -> Figure | None:
        id, (picture, rest) = self._counted("figure"), self._picture(directive)
        before = len(self._findings)
        pieces = self._titled(directive, rest)
        if picture and not pieces and len(self._findings) == before:
            message = "this figure has no labels"
            hint = "write '- 30% 45% **Title.** Text' for each; without any, the picture stands by itself"
            self._note(directive.span, "malformed-block", message, hint)
            return None
        return Figure(picture=picture, blocks=pieces, id=id) if picture and pieces else None

    def _media(self, directive: Directive) -> Media | None:
        picture, rest = self._picture(directive)
        blocks = self.blocks(rest)
        if picture and not blocks:
            message = "nothing stands beside this picture"
            self._note(directive.span, "malformed-block", message, "write the text under it, after an empty line")
        return Media(picture=picture, blocks=blocks) if picture else None

    def _picture(self, directive: Directive) -> tuple[Prose | None, list[Item]]:
        """What a directive begins with, a picture or a film alone in its paragraph, and what follows."""
        first = directive.items[0] if directive.items else None
        lines, after = separate(first) if isinstance(first, Text) else ([], Text([]))
        source = " ".join(line.text for line in lines).strip()
        if not source.startswith("![") or (directive.name == "figure" and PLAYED.search(source)):
            message = f"'{directive.name}' begins with a picture"
            hint = "write ![what it shows](picture.svg) first, and an empty line under it"
            self._note(directive.span, "malformed-block", message, hint)
            return None, directive.items
        picture = self._findings.of(self._prose.block(passage(self._path, lines)))
        return picture, [after, *directive.items[1:]] if after.lines else directive.items[1:]

    def _easy(self, directive: Directive) -> Easy | None:
        lines = self._plain_lines(directive)
        self._not_empty(directive, ())
        if not stripped(lines):
            return None
        body = self._findings.of(self._prose.block(passage(self._path, lines)))
        self._findings += easy_findings(body, directive.span, self._context.course.languages)
        return Easy(body=body, span=directive.span)

    def _quote(self, directive: Directive) -> Quote:
        lines = self._plain_lines(directive)
        if not lines and directive.closed:
            self._note(directive.span, "empty-directive", "'quote' has nothing inside", "write what was said")
        body = self._findings.of(self._prose.block(passage(self._path, lines)))
        named = directive.options.get("source", "")
        fact = self._prose.cited(named, directive.span) if named else None
        self._findings.of(self._prose.findings_only())
        facts = (fact.id,) if fact else ()
        return Quote(body=body, by=directive.options["by"], source=cite(fact) if fact else "", facts=facts)

    def _counted(self, name: str) -> str:
        """An id on this page: "<page id>-chart-1"."""
        self._counts[name] = self._counts.get(name, 0) + 1
        return f"{self._prose.page_id}-{name}-{self._counts[name]}"

    def _scenario(self, directive: Directive) -> Block:
        id = directive.options["id"]
        if not is_id(id):
            hint = "use letters, digits and single hyphens, at most 64, such as 'ella'"
            self._note(directive.span, "malformed-id", f"'{id}' cannot be an id", hint)
        self.scenarios.append((id, directive.span))
        parts = []
        for item in directive.items:
            if isinstance(item, Directive) and item.name in ("node", "end"):
                if self.is_well_formed(item):
                    parts.append((item, self._plain_lines(item)))
            elif isinstance(item, Directive):
                message = f"'{item.name}' cannot stand in a scenario"
                self._note(item.span, "misplaced-directive", message, "a scenario has only 'node' and 'end'")
            elif isinstance(item, Text):
                span = Span(self._path, item.lines[0].number, 1)
                self._note(span, "malformed-scenario", "this text is in no node", "put it into '::: node'")
        return self._findings.of(ScenarioReader(self._prose, self._path).scenario(directive, parts))

    def _quiz(self, directive: Directive) -> Check | None:
        if directive.items:
            message = "'quiz' has nothing between its lines"
            self._note(directive.span, "malformed-directive", message, "close it with ':::' on the next line")
        content = self._findings.of(self._sets.get(directive.options["ref"], directive.span))
        if content is None:
            return None
        questions = content.questions
        for id, span in content.used_facts.items():
            self._prose.use(id, span)
        if questions.kind == "survey":
            message = f"the set '{questions.id}' is a survey; a check has right answers"
            self._note(directive.span, "survey-as-check", message, "name a set of kind 'knowledge'")
        self.checks.setdefault(questions.id, directive.span)
        return Check(questions=questions)

    def _question(self, directive: Directive) -> Check | None:
        options = directive.options
        if options.get("type", "single") not in TYPES:
            message = f"a question written in place cannot be of type '{options['type']}'"
            self._note(directive.span, "unknown-value", message, nearest(options["type"], TYPES))
            return None
        for option in ("dont_know", "shuffle"):
            if options.get(option, "true") not in ("true", "false"):
                message = f"'{option}' is true or false, not '{options[option]}'"
                self._note(directive.span, "unknown-value", message)
        lines = self._plain_lines(directive)
        return self._findings.of(read_question(self._prose, self._path, directive, lines))

    # ------------------------------------------------------------------ parts

    def _plain_lines(self, directive: Directive) -> list[Line]:
        """The lines of a directive that holds text only; other directives inside are noted."""
        lines: list[Line] = []
        for item in directive.items:
            if isinstance(item, Text):
                lines.extend(item.lines)
            elif isinstance(item, Directive):
                message = f"'{item.name}' cannot stand inside '{directive.name}'"
                self._note(item.span, "misplaced-directive", message, "move it out")
            elif isinstance(item, Code) and item.lines:
                span = Span(self._path, item.lines[0].number, 1)
                message = f"code cannot stand inside '{directive.name}'"
                self._note(span, "misplaced-directive", message, "move it out")
        return lines

    def _minutes(self, directive: Directive) -> int:
        minutes = directive.options.get("minutes", "0")
        if minutes.isascii() and minutes.isdigit() and len(minutes) < 4:
            return int(minutes)
        message = f"'minutes' is a whole number, not '{minutes}'"
        self._note(directive.span, "malformed-directive", message, "write minutes=5")
        return 0

    def _no_tokens(self, lines: Sequence[Line]) -> None:
        """Code is shown as it is."""
        for line in lines:
            place = passage(self._path, [line]).span
            if finding := token_finding(line.text, "code", place, braces_have_meaning=True):
                self._findings.append(finding)

    def _not_empty(self, directive: Directive, blocks: tuple[Block, ...]) -> None:
        if not blocks and not directive.items and directive.closed:
            message = f"'{directive.name}' has nothing inside"
            self._note(directive.span, "empty-directive", message, "write it, or take it away")

    def _note(self, span: Span, code: str, message: str, hint: str = "") -> None:
        self._findings.append(error(span, code, message, hint))


def _meant(directive: Directive, known: Collection[str]) -> str:
    """The word or option that most likely stands for the missing one: alone, and not one of those that are known."""
    strange = [*directive.words, *(f"{key}={value}" for key, value in directive.options.items() if key not in known)]
    return strange[0] if len(strange) == 1 else ""


def _is_key_points(item: Item) -> TypeGuard[Directive]:
    return isinstance(item, Directive) and item.name == "key-points"
