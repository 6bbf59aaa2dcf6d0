"""questionnaire.pdf: the sheet with the circles, what it is, and the questions. attendance.pdf: the names, on paper of their own."""

from collections.abc import Mapping
from typing import Any

from signpost_builder.formats.trainer import paper
from signpost_builder.formats.trainer.aruco import marker
from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.typst_html import HtmlWriter
from signpost_builder.formats.trainer.typst_page import foot, opened, points, texts_of
from signpost_builder.model import Edition
from signpost_builder.printing.compiling import Document
from signpost_builder.printing.qr import qr
from signpost_builder.printing.typst_text import array, call, literal, run

PEOPLE = 45  # two pages of lines


def questionnaire(edition: Edition, _pack: TrainerPack) -> Document:
    """The same for every site, so that a sheet says nothing about whose it is."""
    texts, made = texts_of(edition), paper.layout(edition)
    writer = HtmlWriter(edition.course, texts)
    pictures = {f"marker-{one['id']}.svg": marker(one["id"]) for one in made["markers"]}
    pictures["code.svg"] = qr(paper.code_text(made["id"]))
    head = opened(edition, texts["sheet"]["title"], size="11pt", foot=foot(edition, with_site=False))
    body = _sheet(writer, edition, made, texts) + _about(writer, edition, texts) + _questions(writer, edition, texts)
    return Document(name="questionnaire.pdf", markup=head + body, pictures=pictures | writer.files)


# ----------------------------------------------------------------- the sheet


def _sheet(writer: HtmlWriter, edition: Edition, made: Mapping[str, Any], texts: Mapping[str, Any]) -> str:
    """Everything stands at its place in millimetres: what is read by machine is what is drawn."""
    said = texts["sheet"]
    parts = [
        _at(paper.WIDTH / 2 + 28, 9, writer.heading(1, run(said["title"])), "left", 90),
        _at(28, 10, call("text", run(said["no_name"]), size="9pt"), "left", 80),
        *(
            _at(one["x"], one["y"], _image(f"marker-{one['id']}.svg", one["size"], f"{said['marker']} {one['id']}"))
            for one in made["markers"]
        ),
        _at(made["code"]["x"], made["code"]["y"], _image("code.svg", made["code"]["size"], said["qr"])),
        f'#place(top + left, dx: {paper.WIDTH / 2}mm, line(angle: 90deg, length: 100%, stroke: (dash: "dashed", thickness: 0.6pt)));\n',
    ]
    for phase in ("before", "after"):
        x = paper.half_at(phase)
        parts.append(_at(x + 28, 24, call("text", call("strong", run(said[phase])), size="17pt"), "left", 60))
        parts.append(
            _at(x + 28, 33, call("text", run(said["fill"]), size="8pt"), "left", 82 if phase == "before" else 105)
        )
    parts += [_row(row, made, edition) for row in paper.asked(edition)]
    parts.append(
        _at(36, 192, call("text", run(f"{said['skip']} {said['code']}: {made['id']}"), size="8pt"), "left", 100)
    )
    parts.append(
        _at(
            paper.WIDTH / 2 + 36,
            192,
            call("text", run(f"{said['fold']}: {edition.course.title}"), size="8pt"),
            "left",
            90,
        )
    )
    return f'#page(paper: "a4", flipped: true, margin: 0mm, footer: none)[{"".join(parts)}];\n'


def _row(row: paper.Asked, made: Mapping[str, Any], edition: Edition) -> str:
    """The number and the circles of one question, in the halves that ask it."""
    drawn = []
    for phase in ("before", "after"):
        marks = [one for one in made["bubbles"] if one["phase"] == phase and one["question"] == row.question.id]
        if not marks:
            continue
        y = marks[0]["y"]
        sign = f"{row.number}{' (+)' if row.several else ''}"
        drawn.append(_at(paper.half_at(phase) + paper.NUMBER_AT - 6, y - 1.9, call("strong", run(sign)), "right", 15))
        for one in marks:
            size = made["radius"]
            drawn.append(_at(one["x"] - size, one["y"] - size, f"#bubble({size * 2}mm, {literal(one['letter'])});"))
    return "".join(drawn)


def _at(x: float, y: float, body: str, align: str = "", width: float = 0) -> str:
    inner = f"block(width: {width}mm, align({align})[{body}])" if align else f"[{body}]"
    return f"#place(top + left, dx: {x:.2f}mm, dy: {y:.2f}mm, {inner});\n"


def _image(file: str, size: float, alt: str) -> str:
    return f"#image({literal(file)}, width: {size}mm, alt: {literal(alt)});"


# ------------------------------------------------------------- what goes with it


def _about(writer: HtmlWriter, edition: Edition, texts: Mapping[str, Any]) -> str:
    """On the back of the sheet where paper is printed on both sides."""
    said = texts["sheet"]
    return (
        writer.heading(2, run(said["about"]))
        + points(said["about_points"])
        + call("par", run(foot(edition, with_site=False)))
        + "#pagebreak();\n"
    )


def _questions(writer: HtmlWriter, edition: Edition, texts: Mapping[str, Any]) -> str:
    said = texts["sheet"]
    parts = ["#set page(columns: 2);\n", writer.heading(2, run(said["questions"])), f"#framed[{run(said['reuse'])}];\n"]
    both = [{q.id for each in sets for q in each.questions} for sets in (edition.before, edition.after)]
    for row in paper.asked(edition):
        asked_in = [row.question.id in ids for ids in both]
        notes = [said["several"]] if row.several else []
        notes += [] if all(asked_in) else [said["only_before" if asked_in[0] else "only_after"]]
        note = call("quiet", run(f" ({'; '.join(notes)})")) if notes else ""
        stem = call("strong", run(f"{row.number}. ")) + writer.html(row.question.stem) + note
        answers = [call("strong", run(f"{one.letter} ")) + writer.html(one.text) for one in row.answers]
        parts.append(f"#block(breakable: false, asked[{stem}][#stacked({array(answers)});]);\n")
    return "".join(parts)


def attendance(edition: Edition, _pack: TrainerPack) -> Document:
    texts = texts_of(edition)
    said, writer = texts["attendance"], HtmlWriter(edition.course, texts)
    heads = ", ".join(f"[{call('strong', run(said[name]))}]" for name in ("name", "role", "signature"))
    lines = "".join(f"#write-in({literal(said[name])});\n" for name in ("date", "place", "trainer"))
    rows = ", ".join(["[], [], []"] * PEOPLE)
    body = [
        writer.heading(1, run(said["title"])),
        call(
            "par", run(f"{said['course']}: {edition.course.title} {edition.course.version}. {edition.audience.title}.")
        ),
        f"#framed[{run(said['why'])} {run(said['keep'])}];\n",
        lines,
        f"#table(columns: (1fr, 0.8fr, 1fr), rows: (auto, ..(9.6mm,) * {PEOPLE}), stroke: 0.6pt + ink, table.header({heads}), {rows});\n",
    ]
    head = opened(edition, said["title"], size="11pt", foot=foot(edition, with_site=False))
    return Document(name="attendance.pdf", markup=head + "".join(body))
