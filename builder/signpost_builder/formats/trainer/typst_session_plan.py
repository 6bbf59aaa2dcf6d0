"""session-plan.pdf: one page for each variant."""

from collections.abc import Mapping
from typing import Any

from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.session_plan import Row, SessionPlan, session_plans
from signpost_builder.formats.trainer.typst_html import HtmlWriter
from signpost_builder.formats.trainer.typst_page import foot, opened, points, texts_of
from signpost_builder.model import Edition
from signpost_builder.printing.compiling import Document
from signpost_builder.printing.typst_text import call, literal, run


def session_plan(edition: Edition, pack: TrainerPack) -> Document:
    texts = texts_of(edition)
    writer = HtmlWriter(edition.course, texts)
    plans = session_plans(edition, pack)
    said = texts["plan"]
    head = opened(edition, said["title"], size="12pt", foot=foot(edition, with_site=False))
    body = "#pagebreak();\n".join(_plan(writer, edition, plan, pack, texts) for plan in plans)
    if not plans:
        body = writer.heading(1, run(said["title"])) + call("par", run(said["none"]))
    return Document(name="session-plan.pdf", markup=head + body)


def row_words(row: Row, texts: Mapping[str, Any]) -> str:
    """What happens in a row, in plain text; the slides and the editable plan say the same."""
    words = texts["plan"][row.kind]
    return f"{words}: {row.title}" if row.title else words


def clock(minutes: int) -> str:
    """0:05, as a clock runs that starts with the session."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def _plan(writer: HtmlWriter, edition: Edition, plan: SessionPlan, pack: TrainerPack, texts: Mapping[str, Any]) -> str:
    said = texts["plan"]
    rows = ", ".join(
        f"[{run(clock(row.start))}], [{run(str(row.minutes))}], [{run(row_words(row, texts))}]" for row in plan.rows
    )
    heads = ", ".join(f"[{call('strong', run(said[name]))}]" for name in ("from", "minutes", "what"))
    parts = [
        writer.heading(1, run(f"{said['title']}: {plan.title}")),
        call("par", run(f"{edition.course.title}. {edition.audience.title}. {plan.minutes} {texts['minutes']}.")),
        call("par", call("quiet", run(said["hour"]))),
        f"#table(columns: (4.5em, 5em, 1fr), table.header({heads}), {rows});\n",
    ]
    if pack.bring:
        parts += [writer.heading(2, run(said["bring"])), points(pack.bring)]
    if pack.afterwards:
        parts.append(f"#boxed({literal(said['afterwards'])})[{call('par', run(pack.afterwards))}];\n")
    return "".join(parts)
