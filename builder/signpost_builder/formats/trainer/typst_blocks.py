"""Blocks of the model as Typst markup."""

from collections.abc import Iterable, Mapping
from typing import Any, assert_never

from signpost_builder.formats.trainer.prose_html import html_of
from signpost_builder.formats.trainer.typst_html import HtmlWriter
from signpost_builder.formats.trainer.typst_questions import answer_key
from signpost_builder.formats.trainer.typst_scenario import scenario
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
    Pieces,
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
)
from signpost_builder.page.chart import drawing
from signpost_builder.page.chart_table import chart_table
from signpost_builder.printing.typst_text import array, call, literal, run


def blocks(writer: HtmlWriter, inner: Iterable[Block], level: int, texts: Mapping[str, Any]) -> str:
    """`level`: that of a heading which a block brings with it."""
    return "".join(block(writer, each, level, texts) for each in inner)


def block(writer: HtmlWriter, made: Block, level: int, texts: Mapping[str, Any]) -> str:
    match made:
        case Prose():
            return writer.html(html_of(made))
        case Callout():
            title = made.title or texts["callout"][made.kind]
            return f"#boxed({literal(title)})[{blocks(writer, made.blocks, level, texts)}];\n"
        case Sensitive():
            inner = blocks(writer, (*made.blocks, *made.key_points), level, texts)
            title = f"{texts['guide']['sensitive']}: {made.title}"
            return f"#boxed({literal(title)})[{inner}];\n"
        case Stages():
            items = "".join(
                f"[{call('strong', writer.html(title))} {writer.inline(body)}], " for title, body in made.stages
            )
            return f"#enum({items});\n"
        case Scenario():
            return scenario(writer, made, level, texts)
        case Check():
            title = f"{texts['answers']}: {made.questions.title}" if made.questions.title else texts["answers"]
            return writer.heading(level, run(title)) + answer_key(writer, made.questions.questions, texts)
        case Trainer():
            return blocks(writer, made.blocks, level, texts)
        case Titled():
            return (
                call("par", call("strong", writer.inline(made.title)))
                + "\n"
                + blocks(writer, made.blocks, level, texts)
            )
        case Compare() | Cards() | Timeline():
            return blocks(writer, made.blocks, level, texts)
        case Steps():
            return _numbered(writer, made, level, texts)
        case Figure():
            return writer.html(html_of(made.picture)) + _numbered(writer, made, level, texts)
        case Easy():
            return f"#boxed({literal(texts['easy'])})[{writer.html(html_of(made.body))}];\n"
        case Reveal():
            return f"#boxed({literal(made.title)})[{blocks(writer, made.blocks, level, texts)}];\n"
        case Quote():
            said = writer.html(html_of(made.body)) + call("par", run(made.by) + writer.inline(made.source))
            return call("quote", said, block="true") + "\n"
        case Media():
            return writer.html(html_of(made.picture)) + blocks(writer, made.blocks, level, texts)
        case Chart():
            return _chart(writer, made, texts)
        case For() | SlideText():
            raise TypeError(f"an edition contains no {type(made).__name__}: {made!r:.80}")
        case _:
            assert_never(made)


def _numbered(writer: HtmlWriter, made: Pieces, level: int, texts: Mapping[str, Any]) -> str:
    return f"#enum(..{array([block(writer, each, level, texts) for each in made.blocks])});\n"


def _chart(writer: HtmlWriter, made: Chart, texts: Mapping[str, Any]) -> str:
    """The drawing, its numbers and where they are from."""
    name = f"{made.id}.svg"
    writer.files[name] = drawing(made, texts["chart"]).encode()
    writer.count["figure"] += 1
    picture = f"#align(center, image({literal(name)}, width: 80%, alt: {literal(made.description)}));\n"
    title = call("par", call("strong", run(made.title))) + "\n"
    return title + picture + writer.html(chart_table(made)) + call("par", writer.inline(made.source)) + "\n"
