"""guide.pdf: what a trainer reads before the day and holds in the room."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, assert_never

from signpost_builder.formats.trainer.options import Advice, TrainerPack
from signpost_builder.formats.trainer.typst_blocks import blocks
from signpost_builder.formats.trainer.typst_html import HtmlWriter
from signpost_builder.formats.trainer.typst_page import contact, foot, opened, points, steps, texts_of
from signpost_builder.formats.trainer.typst_questions import answer_key
from signpost_builder.minutes import minutes_of
from signpost_builder.model import (
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
    Quote,
    Reveal,
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
from signpost_builder.page.sources import source_views
from signpost_builder.printing.compiling import Document
from signpost_builder.printing.typst_text import call, literal, run


def guide(edition: Edition, pack: TrainerPack) -> Document:
    texts = texts_of(edition)
    writer = HtmlWriter(edition.course, texts, base=4)
    parts = [
        _front(writer, edition, pack, texts),
        _discloses(writer, edition, pack, texts),
        *(_module(writer, edition, module, texts) for module in edition.modules),
        _sets(writer, edition, texts),
        _sources(writer, edition, texts),
    ]
    head = opened(edition, texts["guide"]["title"], foot=foot(edition))
    return Document(name="guide.pdf", markup=head + "".join(parts), pictures=writer.files)


def _front(writer: HtmlWriter, edition: Edition, pack: TrainerPack, texts: Mapping[str, Any]) -> str:
    said, course = texts["guide"], edition.course
    place = edition.site.name if edition.site else texts["general"]
    parts = [
        writer.heading(1, run(f"{said['title']}: {course.title}")),
        call("par", run(f"{edition.audience.title}. {place}. {texts['version']} {course.version}.")),
        writer.heading(2, run(said["how"])),
        points(said["how_points"]),
    ]
    if pack.bring:
        parts += [writer.heading(2, run(said["bring"])), points(pack.bring)]
    parts += [_advice(writer, each) for each in pack.advice]
    if pack.afterwards:
        parts += [writer.heading(2, run(said["afterwards"])), call("par", run(pack.afterwards))]
    return "".join(parts)


def _advice(writer: HtmlWriter, advice: Advice) -> str:
    return writer.heading(2, run(advice.title)) + (steps if advice.in_order else points)(advice.points)


def _discloses(writer: HtmlWriter, edition: Edition, pack: TrainerPack, texts: Mapping[str, Any]) -> str:
    """On pages of its own: it is looked for in a hurry."""
    said = texts["guide"]
    parts = ["#pagebreak();\n", writer.heading(1, run(said["discloses"] if pack.disclosure else said["contacts"]))]
    parts += [_advice(writer, each) for each in pack.disclosure]
    parts += [writer.heading(2, run(said["contacts"]))] if pack.disclosure else []
    return "".join([*parts, *map(contact, edition.contacts)])


# ------------------------------------------------------------------- modules


def _module(writer: HtmlWriter, edition: Edition, module: Module, texts: Mapping[str, Any]) -> str:
    said = texts["guide"]
    minutes = minutes_of(module)
    long = f"{said['about']} {minutes} {texts['minute' if minutes == 1 else 'minutes']}"
    parts = ["#pagebreak();\n", writer.heading(1, run(module.title)), call("par", run(f"{module.summary} ({long}.)"))]
    if module.objectives:
        parts += [writer.heading(2, run(said["objectives"])), points(module.objectives)]
    if module.content_note:
        parts.append(f"#boxed({literal(said['content_note'])})[{call('par', run(module.content_note))}];\n")
    for page in module.pages:
        parts.append(_notes(writer, edition, page, texts))
    if any(True for page in module.pages for _ in _shown(page.blocks)):
        parts.append(writer.heading(2, run(said["pages"])))
    parts += [_page(writer, page, texts) for page in module.pages]
    return "".join(parts)


def _notes(writer: HtmlWriter, edition: Edition, page: Page, texts: Mapping[str, Any]) -> str:
    notes = edition.trainer_notes.get(page.id, ())
    if not notes:
        return ""
    said = texts["guide"]
    title = said["notes"] if page.id.endswith(".start") else f"{said['page_notes']} “{page.title}”"
    minutes = sum(note.minutes for note in notes)
    long = f" ({minutes} {texts['minute' if minutes == 1 else 'minutes']})" if minutes else ""
    inner = "".join(blocks(writer, note.blocks, 3, texts) for note in notes)
    return writer.heading(2, run(title + long)) + inner


def _page(writer: HtmlWriter, page: Page, texts: Mapping[str, Any]) -> str:
    """Its title, whether a hard part comes, its key points, scenarios and answers: the text itself is on the slides."""
    shown = list(_shown(page.blocks))
    return writer.heading(3, run(page.title)) + blocks(writer, shown, 4, texts) if shown else ""


def _shown(inside: tuple[Block, ...]) -> Iterator[Block]:
    """What the trainer needs of a page: easy lines, key points, scenarios, questions, and that a hard part comes."""
    for block in every_block(inside):
        match block:
            case Scenario() | Check() | Easy():
                yield block
            case Callout():
                if block.kind == "key-points":
                    yield block
            case Sensitive():
                yield replace(block, blocks=(), key_points=())
            case (
                Prose() | Stages() | For() | Trainer() | SlideText() | Titled() | Media() | Figure() | Quote() | Chart()
            ):
                pass
            case Compare() | Cards() | Steps() | Timeline() | Reveal():
                pass
            case _:
                assert_never(block)


# ----------------------------------------------------------------------- end


def _sets(writer: HtmlWriter, edition: Edition, texts: Mapping[str, Any]) -> str:
    scored = {each.id: each for each in (*edition.before, *edition.after) if each.kind == "knowledge"}
    if not scored:
        return ""
    said = texts["guide"]
    parts = [
        "#pagebreak();\n",
        writer.heading(1, run(said["sets"])),
        f"#framed[{call('strong', run(said['sets_note']))}];\n",
    ]
    for each in scored.values():
        parts += [writer.heading(2, run(each.title)), answer_key(writer, each.questions, texts)]
    return "".join(parts)


def _sources(writer: HtmlWriter, edition: Edition, texts: Mapping[str, Any]) -> str:
    """In the order of their numbers."""
    if not writer.cited:
        return ""
    facts = [edition.course.facts[id] for id in writer.cited]
    items = []
    for view in source_views(facts, {**texts, "checked": texts["checked_on"]}):
        name = run(", ".join(filter(None, (view.publisher, view.title, view.date))))
        linked = f"#linked({literal(view.url)})[{name}];" if view.url else name
        items.append(f"[{linked}{run(f'. {view.read}.')}], ")
    return "#pagebreak();\n" + writer.heading(1, run(texts["sources"])) + f"#enum({''.join(items)});\n"
