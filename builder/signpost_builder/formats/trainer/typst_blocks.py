"""Blocks of the model as Typst markup."""

from collections.abc import Iterable, Mapping
from typing import Any, assert_never

from signpost_builder.formats.trainer.typst_html import HtmlWriter
from signpost_builder.formats.trainer.typst_questions import answer_key
from signpost_builder.formats.trainer.typst_scenario import html_of, scenario
from signpost_builder.formats.trainer.typst_text import call, literal, run
from signpost_builder.model import Block, Callout, Check, For, Prose, Scenario, Sensitive, Stages, Trainer


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
        case For():
            raise TypeError(f"an edition contains no {type(made).__name__}: {made!r:.80}")
        case _:
            assert_never(made)
