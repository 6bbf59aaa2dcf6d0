"""A scenario for the trainer: a drawing of its ways, then every moment with its choices and what follows."""

from collections.abc import Mapping
from string import ascii_uppercase
from typing import Any

from signpost_builder.formats.trainer.prose_html import html_of
from signpost_builder.formats.trainer.scenario_drawing import drawing, width
from signpost_builder.formats.trainer.typst_html import HtmlWriter
from signpost_builder.model import Node, Scenario
from signpost_builder.printing.typst_text import array, call, literal, run, whole


def scenario(writer: HtmlWriter, scene: Scenario, level: int, texts: Mapping[str, Any]) -> str:
    numbers = {node.id: number for number, node in enumerate(scene.nodes, start=1)}
    ways = [(numbers[node.id], [numbers[option.target] for option in node.options]) for node in scene.nodes]
    file = f"scenario-{scene.id}.svg"
    writer.files[file] = drawing(ways)
    writer.count["figure"] += 1
    alt = literal(f"{texts['tree']} {_in_words(ways, texts)}")
    parts = [
        writer.heading(level, run(f"{texts['scenario']}: {scene.title}")),
        f"#drawn({literal(file)}, {alt}, {width(ways)});\n",
    ]
    parts += [_moment(writer, node, numbers, texts) for node in scene.nodes]
    return "".join(parts)


def _moment(writer: HtmlWriter, node: Node, numbers: Mapping[str, int], texts: Mapping[str, Any]) -> str:
    name = f"{numbers[node.id]}. {texts['moment'] if node.options else texts['end']}"
    body = writer.html(html_of(node.body))
    choices = [
        call("strong", run(f"{ascii_uppercase[index]}, {texts['go_to']} {numbers[option.target]}: "))
        + writer.html(option.text)
        + "#linebreak();"
        + call("feedback", writer.inline(option.feedback))
        for index, option in enumerate(node.options)
    ]
    listed = f"#stacked({array(choices)});\n" if choices else ""
    title = literal(f"{name}: {node.title}" if node.title else name)
    return f"#moment({title}, whole: {whole(body + listed)})[{body}{listed}];\n"


def _in_words(ways: list[tuple[int, list[int]]], texts: Mapping[str, Any]) -> str:
    """The drawing for those who cannot see it."""
    said = []
    for number, targets in ways:
        leads = ", ".join(
            f"{ascii_uppercase[index]} {texts['leads_to']} {target}" for index, target in enumerate(targets)
        )
        said.append(f"{number}: {leads or texts['an_end']}.")
    return " ".join(said)
