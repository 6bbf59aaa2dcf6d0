"""What may stand where the cursor is: names with what they mean, directives with their keys, keys and values of YAML."""

import re
from collections.abc import Iterable, Iterator, Sequence

from lsprotocol import types

from signpost_builder.formats import FORMATS
from signpost_builder.language import keys as schema
from signpost_builder.language.places import IN_DIRECTIVES, LOCAL, NAMED, Kind, Naming, Source, naming, source_of
from signpost_builder.language.saying import dates, figure
from signpost_builder.language.typing_place import here
from signpost_builder.language.view import View
from signpost_builder.source.directives import DIRECTIVES, Form
from signpost_builder.source.tokens import NAMES

TRIGGERS = ["{", ":", "(", "=", '"', " ", ".", "[", "#"]
TOKEN = re.compile(r"\{\s*(fact|source|contact)\s*:\s*([\w-]*)$")
OPENING = re.compile(r"(?<!\\)\{\s*([a-z]*)$")
FLOW = re.compile(r"(?:[:,-]\s+|\[\s*)\{\s*[a-z]*$")  # a group of YAML
LINK = re.compile(r"(?:\]\(|\]:\s)\s*<?page:([\w.-]*)$")
LINK_START = re.compile(r"\]\(([a-z]*)$")
TARGET = re.compile(r"\]\(#([\w-]*)$")
DIRECTIVE = re.compile(r"^\s*:{3,}\s*([\w-]*)$")
IN_DIRECTIVE = re.compile(r"^\s*:{3,}\s*([\w-]+)\s+(.*)$")
FILLED = re.compile(r"(?:\{\s*(?:fact|source|contact)\s*:\s*|page:)$")  # what follows is one name and nothing else
REST = re.compile(r"[\w.-]*")  # of the word that the cursor is in
OPTION = re.compile(r"([\w-]+)=(?:\"([^\"]*)|([^\s\"]*))$")
LISTED = {  # values of options that are words of a short list
    ("chart", "kind"): ("bar", "line", "share", "dumbbell", "people"),
    ("compare", "kind"): ("change",),
    ("question", "type"): ("single", "multiple", "true-false"),
    ("question", "dont_know"): ("true", "false"),
    ("question", "shuffle"): ("true", "false"),
}
ICONS: dict[Kind, types.CompletionItemKind] = {
    "fact": types.CompletionItemKind.Constant,
    "contact": types.CompletionItemKind.Interface,
    "page": types.CompletionItemKind.Reference,
    "module": types.CompletionItemKind.Module,
    "quiz": types.CompletionItemKind.File,
    "question": types.CompletionItemKind.Event,
    "audience": types.CompletionItemKind.EnumMember,
    "site": types.CompletionItemKind.EnumMember,
    "course": types.CompletionItemKind.Module,
    "objective": types.CompletionItemKind.Reference,
    "scale": types.CompletionItemKind.Unit,
    "pool": types.CompletionItemKind.Unit,
    "scenario": types.CompletionItemKind.Event,
    "node": types.CompletionItemKind.Reference,
}


class Completion:
    """The items for one place. `snippets`: the editor can put the cursor into them."""

    def __init__(self, view: View, position: types.Position, *, snippets: bool) -> None:
        self._view, self._snippets = view, snippets
        self._line, self._column = position.line, view.text.column(position)
        self._before = view.text.line(position.line)[: self._column]

    def items(self) -> list[types.CompletionItem]:
        source = source_of(self._view.path)
        if source is None or source == "sites":
            return []
        if (named := self._in_prose()) is not None:
            return list(named)
        if source == "module" and not self._in_front():
            return list(self._in_module())
        return list(self._in_yaml(source))

    # ----------------------------------------------------------------- prose

    def _in_prose(self) -> Iterable[types.CompletionItem] | None:
        """What tokens and links take; None where neither is being typed."""
        before = self._before
        if token := TOKEN.search(before):
            return self._named(Naming("contact" if token[1] == "contact" else "fact"), token[2])
        if link := LINK.search(before):
            return self._pages(link[1])
        if (opening := OPENING.search(before)) and not (self._is_yaml() and FLOW.search(before)):
            return [self._item(f"{name}:", opening[1], "a figure or a contact") for name in NAMES]
        return None

    def _is_yaml(self) -> bool:
        return source_of(self._view.path) != "module" or self._in_front()

    def _pages(self, typed: str) -> Iterator[types.CompletionItem]:
        """Pages by their full ids, and those of this module by their own."""
        module = self._view.path.parent.name if source_of(self._view.path) == "module" else ""
        for id, page in self._view.names("page").items():
            yield self._item(id, typed, page.says, ICONS["page"])
            if module and id.startswith(f"{module}."):
                yield self._item(id.removeprefix(f"{module}."), typed, page.says, ICONS["page"])

    # --------------------------------------------------------------- modules

    def _in_front(self) -> bool:
        """Whether the cursor is between the two `---` lines."""
        lines = self._view.text.lines
        return lines[0].rstrip() == "---" and "---" not in (line.rstrip() for line in lines[1 : self._line + 1])

    def _in_module(self) -> Iterator[types.CompletionItem]:
        if name := DIRECTIVE.match(self._before):
            yield from (self._directive(each, form, name[1]) for each, form in DIRECTIVES.items())
        elif found := IN_DIRECTIVE.match(self._before):
            yield from self._behind(found[1], found[2])
        elif target := TARGET.search(self._before):
            yield from (self._item(id, target[1], "a moment of this story") for id in self._nodes())
        elif start := LINK_START.search(self._before):
            yield from (self._item(f"{scheme}:", start[1], "a link") for scheme in ("page", "https", "mailto", "tel"))

    def _directive(self, name: str, form: Form, typed: str) -> types.CompletionItem:
        needed = [f' {key}="${number}"' for number, key in enumerate(form.needed, 1)]
        keys = ", ".join(sorted(form.options)) or "no keys"
        item = self._item(name, typed, keys, types.CompletionItemKind.Struct, says=form.says)
        if self._view.text.line(self._line)[self._column :].strip():
            return item  # its keys stand there
        if self._snippets and name != "for":
            self._insert(item, f"{name}{''.join(needed)}\n$0\n:::", typed, snippet=True)
        elif form.needed:
            self._insert(item, name + "".join(f' {key}=""' for key in form.needed), typed)
        return item

    def _behind(self, name: str, rest: str) -> Iterator[types.CompletionItem]:
        """Options of a directive, or what stands behind their '='."""
        form = DIRECTIVES.get(name)
        if form is None:
            return
        typed = rest.rpartition(" ")[2]
        if option := OPTION.search(rest):
            value = option[2] if option[2] is not None else option[3]
            yield from self._of_option(name, option[1], value.rpartition(" ")[2])
        elif rest.count('"') % 2 == 0:
            given = set(re.findall(r"([\w-]+)=", rest))
            for key in sorted(form.options - given):
                yield self._item(f"{key}=", typed, f"of '{name}'", types.CompletionItemKind.Property)
            if form.words and (named := IN_DIRECTIVES.get((name, ""))):
                yield from self._named(named, typed)

    def _of_option(self, name: str, key: str, typed: str) -> Iterator[types.CompletionItem]:
        if listed := LISTED.get((name, key)):
            yield from (self._item(value, typed, "", types.CompletionItemKind.Value) for value in listed)
        elif (name, key) == ("for", "language"):
            languages = {tag for course in self._view.known.courses.values() for tag in course.languages}
            yield from (self._item(tag, typed, "", types.CompletionItemKind.Value) for tag in sorted(languages))
        elif (named := IN_DIRECTIVES.get((name, key))) and not named.defines:
            yield from self._named(named, typed)

    def _nodes(self) -> list[str]:
        """The moments and ends of the story around the cursor."""
        lines = self._view.text.lines
        first = max((n for n in range(self._line + 1) if re.match(r"\s*:{3,}\s*scenario\b", lines[n])), default=0)
        found: list[str] = []
        for line in lines[first + 1 :]:
            if re.match(r"\s*:{3,}\s*scenario\b|## ", line):
                break
            if node := re.match(r"\s*:{3,}\s*(?:node|end)\b.*\bid=\"?([\w-]+)", line):
                found.append(node[1])
        return found

    # ------------------------------------------------------------------ YAML

    def _in_yaml(self, source: Source) -> Iterator[types.CompletionItem]:
        lines, line = self._yaml()
        place = here(lines, line, self._column)
        typed = re.search(r"[\w.-]*$", self._before)
        word = typed[0] if typed else ""
        values = [] if place.of_key and not place.keys else self._values(source, place.keys, word)
        yield from values
        if place.of_key:
            kind = {"type": found} if (found := self._type(lines, line)) else {}
            for key in schema.keys(source, place.keys, kind):
                if key.name not in place.beside or key.name == word:
                    yield self._key(key, word)
            yield from self._free_names(source, place.keys, word)

    def _yaml(self) -> tuple[Sequence[str], int]:
        """The lines of YAML alone, and the cursor's among them."""
        lines = self._view.text.lines
        if source_of(self._view.path) != "module":
            return lines, self._line
        end = next((n for n, each in enumerate(lines) if n and each.rstrip() == "---"), len(lines))
        return lines[1:end], self._line - 1

    def _values(self, source: Source, keys: tuple[str | int, ...], typed: str) -> Iterator[types.CompletionItem]:
        for value in schema.values(source, keys):
            title = FORMATS[value].title if keys[:1] == ("formats",) and value in FORMATS else ""
            yield self._item(value, typed, title, types.CompletionItemKind.Value)
        named = naming(source, keys) if keys else None
        if named and not named.defines:
            yield from self._named(named, typed, keys)

    def _free_names(self, source: Source, keys: tuple[str | int, ...], typed: str) -> Iterator[types.CompletionItem]:
        """Names of other things that are keys here: audiences of a plan, modules of `pages`."""
        named = naming(source, (*keys, "-"), of_key=True) if NAMED[source] else None
        if named and not (named.defines and named.kind not in LOCAL):
            for item in self._named(Naming(named.kind), typed, keys):
                self._insert(item, f"{item.label}: ", typed)
                yield item

    def _key(self, key: schema.Key, typed: str) -> types.CompletionItem:
        detail = "has to be there" if key.needed else "may be left out"
        item = self._item(key.name, typed, detail, types.CompletionItemKind.Property, says=key.says)
        self._insert(item, f"{key.name}:" if key.holds else f"{key.name}: ", typed)
        item.sort_text = f"{0 if key.needed else 1}{key.name}"
        return item

    def _type(self, lines: Sequence[str], line: int) -> str:
        """The type of the question around a line, where it stands already."""
        start = next((n for n in range(line, -1, -1) if re.match(r"\s*- +(?:id|type):", lines[n])), 0)
        end = next((n for n in range(line + 1, len(lines)) if re.match(r"\s*- +(?:id|type):", lines[n])), len(lines))
        found = (re.match(r"\s*(?:- +)?type:\s*([\w-]+)", each) for each in lines[start:end])
        return next((each[1] for each in found if each), "")

    # ----------------------------------------------------------------- items

    def _named(self, named: Naming, typed: str, keys: tuple[str | int, ...] = ()) -> Iterator[types.CompletionItem]:
        """Everything of a kind that has a name."""
        facts = self._view.known.facts() if named.kind == "fact" else {}
        for id, mention in self._view.names(named.kind).items():
            if named.kind in LOCAL and mention.path != self._view.path:
                continue
            label = id.partition(".")[2] if named.kind in LOCAL else id
            if keys[:1] == ("pages",) and len(keys) > 1:
                if not id.startswith(f"{keys[1]}."):
                    continue
                label = id.partition(".")[2]
            item = self._item(label, typed, mention.says, ICONS[named.kind], says=mention.says)
            if fact := facts.get(id):
                item.detail = f"{figure(fact)}; {dates(fact)}"
                item.filter_text = f"{id} {fact.claim}"  # an author remembers the words, not the number
            yield item

    def _item(
        self,
        label: str,
        typed: str,
        detail: str = "",
        kind: types.CompletionItemKind = types.CompletionItemKind.Keyword,
        *,
        says: str = "",
    ) -> types.CompletionItem:
        item = types.CompletionItem(label, kind=kind, detail=detail or None, documentation=says or None)
        self._insert(item, label, typed)
        return item

    def _insert(self, item: types.CompletionItem, text: str, typed: str, *, snippet: bool = False) -> None:
        """In the place of what is typed already, to the end of its word; a sign that stands there is not written twice."""
        line = self._view.text.line(self._line)
        rest = REST.match(line, self._column) if typed or FILLED.search(self._before) else None
        end = rest.end() if rest else self._column
        words = text.rstrip()
        if words[-1:] in (":", "=") and line.startswith(words[-1], end):
            text = words[:-1]
        item.text_edit = types.TextEdit(self._view.text.range(self._line, self._column - len(typed), end), text)
        item.insert_text_format = types.InsertTextFormat.Snippet if snippet else None
