"""Prose of one file: what its links, images, facts, contacts and footnotes stand for, and the HTML that results."""

import re
from dataclasses import dataclass, field
from html import escape
from pathlib import PurePosixPath
from typing import TypeVar
from urllib.parse import unquote

from signpost_builder.diagnostics import MOST_FINDINGS, Findings, Read, Span, error, nearest, warning
from signpost_builder.model import Asset, ContactRef, Fact, Prose, dialled
from signpost_builder.page.strings import strings
from signpost_builder.read.beneath import cite, outside_tables, with_sources_beneath
from signpost_builder.read.context import Context, PageLink, Visibility, first_of
from signpost_builder.read.media import COMPANIONS, DOCUMENTS, IMAGES, SOUNDS, VIDEOS, image_element, player_element
from signpost_builder.read.misled import meant, scheme_meant
from signpost_builder.source.alt_texts import vague_alt
from signpost_builder.source.contacts import contact_fault, is_placeholder
from signpost_builder.source.foreign import foreign_signs
from signpost_builder.source.inline import Inline, Scanned
from signpost_builder.source.items import Definitions
from signpost_builder.source.markdown_html import block_html, inline_html, too_much
from signpost_builder.source.markdown_lines import slug
from signpost_builder.source.passage import Line, Passage, passage
from signpost_builder.source.slips import left_open, slips
from signpost_builder.source.tokens import OPENINGS
from signpost_builder.typography import curled, curls

CONTACT = re.compile(r'<span data-contact="([^"]+)"></span>')
WEB = re.compile(r"https?://(?=[^\s/?#.]++\.[^\s/?#])[^\s/?#]++(?:[/?#]\S*+)?", re.IGNORECASE)
WRAPPED = (
    r"(?i)https?://(?:[\w.-]*safelinks\.protection\.outlook\.com/|(?:www\.)?google\.[a-z.]+/url\?|urldefense\.|l\.facebook\.com/"
    r"|[^\s?#]*+\?(?:[^\s#&]*+&)*?(?:utm_\w+|fbclid|gclid|msclkid|mc_eid)=)"
)
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# As SIGNS of source/inline.py: each branch begins with a character of its own.
NEEDS_CARE = re.compile(
    "|".join(
        (*map(re.escape, f"\\`<[!*_&{OPENINGS}"), "~~", "  \n", r":(?<=\S:)\w", "://", r"w[Ww]{2}\.", r"W[Ww]{2}\.")
    )
)

T = TypeVar("T")


@dataclass(slots=True)
class _Fragment:
    """What one fragment has used so far. `where`: prose, footnote, feedback, line or stem."""

    where: str = "prose"
    contacts: list[ContactRef] = field(default_factory=list)
    footnotes: dict[str, int] = field(default_factory=dict)  # label -> its number in the fragment, from 1
    bare: dict[str, Span] = field(default_factory=dict)  # facts whose figures stand alone, where first


class ProseReader:
    """Renders passages of one file; `page_id` and `seen` follow the place that is being read."""

    def __init__(
        self,
        context: Context,
        path: PurePosixPath,
        definitions: Definitions | None = None,
        module: str = "",
        *,
        noted: int = 0,
        grown: int = 0,
    ) -> None:
        """`noted`, `grown`: what was found before in the same file, and how much its signs have become (`Inline.grow`)."""
        self._context, self._path, self._module = context, path, module
        self._definitions = definitions or Definitions()
        self._inline = Inline(self, self._definitions, grown)
        self._findings = Findings()  # since something was last returned
        self._returned = MOST_FINDINGS + 1 if context.is_full else noted  # how many findings went before those
        self._now = _Fragment()
        self._facts: list[str] = []
        self._assets: list[str] = []
        self._numbers = 0
        self.used_labels: set[str] = set()  # of footnotes
        self.page_id = ""
        self.seen: Visibility | None = None
        self.links: list[PageLink] = []
        self.used_facts: dict[str, Span] = {}  # where first used

    def block(self, text: Passage) -> Read[Prose]:
        """Paragraphs and other blocks."""
        now = self._now = _Fragment()
        self._facts, self._assets = [], []
        html = self._blocks(text)
        html += self._footnote_list(now)
        assets = tuple(dict.fromkeys(self._assets))
        return self._read(Prose(parts=_parts(html, now), facts=self.facts_used(), assets=assets))

    def html(self, text: Passage) -> Read[str]:
        """Blocks as one string, contacts as `<span data-contact>`."""
        self._now = _Fragment("feedback")
        return self._read(self._blocks(text))

    def line(self, text: Passage, *, plain: bool = True) -> Read[str]:
        """One line of text. Plain: a stem or a choice, in which no link, fact or contact can stand."""
        self._findings += foreign_signs(text)
        if not NEEDS_CARE.search(text.text):
            return self._read(inline_html(Scanned(text.text)))
        self._now = _Fragment("stem" if plain else "line")
        if not self._is_simple(text):
            return self._read("")
        html = inline_html(self._findings.of(self._inline.scan(text)))
        for id, at in self._now.bare.items():
            self.bare_outside(id, at)
        return self._read(html)

    def use(self, id: str, span: Span) -> None:
        """Note the place of a fact, if it is the first."""
        self.used_facts.setdefault(id, span)

    def facts_used(self) -> tuple[str, ...]:
        """The facts that were used since this was last asked."""
        facts, self._facts = tuple(dict.fromkeys(self._facts)), []
        return facts

    @property
    def grown(self) -> int:
        return self._inline.grown

    def findings_only(self) -> Read[None]:
        """What was noted since something was last returned, for whoever asked for a fact alone."""
        return self._read(None)

    def _read(self, value: T) -> Read[T]:
        """The value with what was found since the last one."""
        if not self._findings:
            return Read(value)
        read = self._findings.beside(value)
        self._returned += len(read.findings)
        self._findings = Findings()
        return read

    def _blocks(self, text: Passage) -> str:
        """Rendered, with what would be shown as it was typed noted."""
        if not self._is_simple(text):
            return ""
        self._findings += slips(text)
        self._findings += foreign_signs(text)
        html = block_html(self._findings.of(self._inline.scan(text)))
        self._findings += left_open(text, html)
        return self._with_sources_beneath(html)

    def _with_sources_beneath(self, html: str) -> str:
        """What figures alone leave out stands once beneath their table; outside a table they cannot stand alone."""
        if not self._now.bare:
            return html
        shown = with_sources_beneath(html, self._context.facts.by_id, self._source_words)
        for id, span in self._now.bare.items():
            if outside_tables(html, id):
                self.bare_outside(id, span)
        self._now.bare = {}
        return shown

    def bare_outside(self, id: str, span: Span) -> None:
        message = f"the figure of '{id}' stands here without its period and its source"
        self._note(span, "bare-figure", message, f"write '{{fact:{id}}}'; 'value' is for tables and charts")

    @property
    def _source_words(self) -> str:
        context = self._context
        words: str = strings(context.course.languages[0], context.words)["page"]["source"]
        return words

    def _is_simple(self, text: Passage) -> bool:
        if fault := too_much(text.text):
            self._note(text.span(0), "text-too-long", fault, "split it; leave an empty line between paragraphs")
        return not fault

    def _note(self, span: Span, code: str, message: str, hint: str = "") -> None:
        self._findings.append(error(span, code, message, hint))

    def _misplaced(self, what: str, span: Span) -> bool:
        """Whether the current place cannot hold `what`, which is then noted."""
        if self._now.where != "stem":
            return False
        message = f"{what} cannot stand in a question's text or in a choice"
        self._note(span, "misplaced-token", message, "put it in the feedback, the rationale or the text before")
        return True

    # ------------------------------------- what the scanner asks (its Resolver)

    def noted(self) -> int:
        return self._returned + len(self._findings)

    def fact(self, id: str, span: Span, *, bare: bool = False) -> str | None:
        fact = self.figure(id, span)
        if fact is None:
            return None
        if bare:
            self._now.bare.setdefault(id, span)
            return f'<span class="fact" data-bare="{escape(id)}">{escape(fact.value, quote=False)}</span>'
        period = f' <span class="period">({escape(fact.period, quote=False)})</span>' if fact.period else ""
        value = escape(fact.value, quote=False)
        return f'<span class="fact" data-fact="{escape(id)}">{value}{period}</span>{cite(fact)}'

    def figure(self, id: str, span: Span) -> Fact | None:
        """A fact with a value, noted as used on this page."""
        fact = self.cited(id, span)
        if fact and not fact.value:
            hint = f"give it a value in modules/facts.yaml, or write it in words with {{source:{id}}}"
            self._note(span, "fact-without-value", f"the fact '{id}' is a statement without a figure", hint)
            return None
        return fact

    def source(self, id: str, span: Span) -> str | None:
        fact = self.cited(id, span)
        return cite(fact) if fact else None

    def cited(self, id: str, span: Span) -> Fact | None:
        """The fact, noted as used on this page."""
        facts = self._context.facts
        fact = facts.by_id.get(id)
        if fact is None:
            if not facts.has(id):
                self._note(span, "unknown-fact", f"there is no fact '{id}'", nearest(id, facts.known))
            return None
        self.use(id, span)
        if self._misplaced("a fact", span):
            return None
        self._facts.append(id)
        return fact

    def contact(self, key: str, span: Span) -> str | None:
        known = self._context.contact_keys
        if key not in known:
            if self._context.helplines.whole and self._context.local_contacts.whole:
                self._note(span, "unknown-contact", f"there is no contact '{key}'", nearest(key, known))
            return None
        if self._misplaced("a contact", span):
            return None
        self._now.contacts.append(ContactRef(key=key, span=span))
        return f'<span data-contact="{key}"></span>'

    def takes_links(self) -> bool:
        return self._now.where != "stem"

    def link(self, address: str, span: Span) -> str | None:
        if self._misplaced("a link", span):
            return None
        scheme = SCHEME.match(address)
        kind = scheme[1].lower() if scheme else ""
        match kind:
            case "page":
                target = address[5:]
                target = target if "." in target or not self._module else f"{self._module}.{target}"
                self.links.append(PageLink(target, span, self.seen))
                return f'<a href="#{escape(target)}">'
            case "http" | "https":
                if not WEB.fullmatch(address):
                    message = f"'{address}' is not a whole web address"
                    self._note(
                        span, "malformed-link", message, meant(address, self._module) or "copy it from the browser"
                    )
                    return None
                if "?" in address and re.match(WRAPPED, address):
                    message = "this address leads through another service, which learns who follows it"
                    hint = "open it, and copy the address of the page itself, without '?utm_…' and the like"
                    self._findings.append(warning(span, "wrapped-link", message, hint))
                return f'<a class="external" href="{escape(address)}" rel="noopener noreferrer" target="_blank">'
            case "mailto" | "tel":
                return self._direct(kind, address, span)
            case "":
                return self._local_link(address, span)
        self._note(span, "unsafe-link", f"a link cannot begin with '{kind}:'", scheme_meant(kind))
        return None

    def _direct(self, kind: str, address: str, span: Span) -> str | None:
        """The opening tag of a link that dials or writes; the number and the address obey the rule of all contacts."""
        value = unquote(address.partition(":")[2].partition("?")[0])
        fault = contact_fault("phone" if kind == "tel" else "email", value)
        if fault:
            self._note(span, "malformed-contact", f"'{value}' {fault.message}", fault.hint)
            return None
        if is_placeholder(value):
            self._note(span, "placeholder-contact", f"'{value}' is a placeholder", "write the real one")
            return None
        return f'<a href="{escape(f"tel:{dialled(value)}" if kind == "tel" else address)}">'

    def _local_link(self, address: str, span: Span) -> str | None:
        not_shown = address.endswith(".md") or not self._context.media.has(self._path.parent, address)
        if address.startswith("//"):
            self._note(
                span, "unsafe-link", f"'{address}' names another site without 'https:'", "write the whole address"
            )
        elif not_shown and (hint := meant(address, self._module)):
            self._note(
                span, "broken-link", f"'{address}' is neither a page, nor a file here, nor a whole address", hint
            )
        elif (
            address.startswith("#") or not address or address.endswith(".md") or ("/" in address and "." not in address)
        ):
            self._note(span, "broken-link", f"'{address}' leads nowhere in a package", "write page:module.page")
        elif not self._module:
            self._note(span, "broken-link", f"there is no file '{address}' here", "link to a page or to a web address")
        elif "." not in address:
            hint = f"did you mean 'page:{slug(address) or address}'?"
            self._note(span, "broken-link", f"'{address}' is neither a page nor a web address", hint)
        elif asset := self._asset(address, DOCUMENTS | IMAGES, span):
            self._assets.append(asset.name)
            return f'<a class="document" href="{asset.name}" target="_blank">'
        return None

    def media(self, address: str, text: str, title: str | None, span: Span) -> tuple[str, bool] | None:
        if self._now.where in ("stem", "line") or not self._module:
            self._note(span, "misplaced-token", "an image cannot stand here", "put it in the text of a page")
            return None
        elsewhere = not self._context.media.has(self._path.parent, address) and "https:" in meant(address, self._module)
        if SCHEME.match(address) or address.startswith("//") or elsewhere:
            message = f"'{address}' would be loaded from another site"
            self._note(span, "remote-resource", message, "copy the file into the module's folder")
            return None
        decorative = title == "decorative"
        if not text.strip() and not decorative:
            hint = 'say what it shows, or mark it: ![](picture.svg "decorative")'
            self._note(span, "image-without-alt", f"the image '{address}' has no text", hint)
        elif not decorative and (fault := vague_alt(text, address)):
            hint = "say what a learner would miss: 'A girl hides a second phone from her mother'"
            self._note(span, "vague-alt-text", fault, hint)
        asset = self._asset(address, IMAGES | VIDEOS | SOUNDS, span)
        if asset is None:
            return None
        self._assets.append(asset.name)
        if curls(self._context.course.languages[0]):  # here, because later they stand inside tags
            text, title = curled(text), curled(title or "")
        if f".{asset.name.rpartition('.')[2]}" in IMAGES:
            return image_element(asset, "" if decorative else text, "" if decorative else title or "")
        return self._player(asset, address, text, span)

    def _player(self, asset: Asset, address: str, text: str, span: Span) -> tuple[str, bool] | None:
        media, folder = self._context.media, self._path.parent
        captions_path = media.beside(folder, address, ".vtt")
        transcript_path = media.beside(folder, address, ".md")
        if not captions_path and not transcript_path:
            hint = "put a .vtt file with captions or an .md file with a transcript beside it, of the same name"
            self._note(span, "media-without-text", f"'{address}' has neither captions nor a transcript", hint)
            return None
        captions = None
        if captions_path:
            captions = self._asset(str(captions_path.relative_to(folder)), COMPANIONS, span)
            if captions:
                self._assets.append(captions.name)
        transcript = self._transcript(transcript_path, span) if transcript_path else ""
        return player_element(asset, text, captions, self._context.course.languages[0], transcript), True

    def _transcript(self, path: PurePosixPath, span: Span) -> str:
        text = self._findings.of(self._context.media.transcript(path, span))
        if text is None:
            return ""
        lines = [Line(number, 1, line) for number, line in enumerate(text.split("\n"), 1)]
        reader = ProseReader(self._context, path, None, self._module)
        html = self._findings.of(reader.html(passage(path, lines)))
        self.links += reader.links
        self.used_facts = first_of([self.used_facts, reader.used_facts])
        return html

    def _asset(self, address: str, kinds: set[str], span: Span) -> Asset | None:
        return self._findings.of(self._context.media.asset(self._path.parent, address, kinds, span))

    def footnote(self, label: str, span: Span) -> str | None:
        self.used_labels.add(label)
        if self._now.where != "prose":
            self._note(span, "misplaced-token", "a footnote cannot stand here", "put its words in the text")
            return None
        again = label in self._now.footnotes
        if not again:
            self._now.footnotes[label] = len(self._now.footnotes) + 1
        number = self._numbers + self._now.footnotes[label]
        place = "" if again else f' id="fnref-{self.page_id}-{number}"'
        link = f'<a href="#fn-{self.page_id}-{number}"{place} aria-label="Note {number}">{number}</a>'
        return f'<sup class="footnote">{link}</sup>'

    def _footnote_list(self, now: _Fragment) -> str:
        """The notes of a fragment, at its end, so that what belongs to one edition stays in it."""
        if not now.footnotes:
            return ""
        first = self._numbers + 1
        items = []
        now.where = "footnote"
        for number, name in enumerate(now.footnotes, first):
            note = passage(self._path, self._definitions.footnotes[name])
            body = self._blocks(note)
            self._findings += self._inline.grow(body, note, 0)
            address, label = f"#fnref-{self.page_id}-{number}", f"Back to note {number} in the text"
            back = f'<a class="footnote-back" href="{address}" aria-label="{label}">↩</a>'
            items.append(f'<li id="fn-{self.page_id}-{number}">{body} {back}</li>')
        self._numbers += len(items)
        return f'<ol class="footnotes" start="{first}">{"".join(items)}</ol>'


def _parts(html: str, now: _Fragment) -> tuple[str | ContactRef, ...]:
    """The HTML cut at its contacts."""
    if not now.contacts:
        return (html,)
    places = {contact.key: contact for contact in reversed(now.contacts)}
    pieces = CONTACT.split(html)
    return tuple(places[piece] if index % 2 else piece for index, piece in enumerate(pieces) if piece)
