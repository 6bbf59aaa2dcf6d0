"""The PDFs against the course: contents, contacts, structure, the same bytes, one page, print sizes."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
import segno
from PIL import Image
from signpost_builder import editions
from signpost_builder.formats.trainer.contacts import dialled_in_danger, on_the_poster, on_the_sheet, scanned
from signpost_builder.formats.trainer.drawn import raster
from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.typst_cards import cards
from signpost_builder.formats.trainer.typst_guide import guide
from signpost_builder.formats.trainer.typst_handout import handout, handout_large, poster
from signpost_builder.formats.trainer.typst_questionnaire import attendance, questionnaire
from signpost_builder.formats.trainer.typst_session_plan import session_plan
from signpost_builder.formats.trainer.writer import DOCUMENTS
from signpost_builder.model import Check, Prose, Scenario, Trainer, every_block
from signpost_builder.printing.compiling import Document, _compiled, page_count, pdf

from tests.builders import prose
from tests.trainer.printed import alternatives, composed, drawn, elements, kinds, opened, printed, sizes_mm, words

EVERY = (*DOCUMENTS, questionnaire)


LIT = 0.794  # drawings.palette.GLOW


def flat(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def blocks_of(edition, kind):
    pages = [page for module in edition.modules for page in module.pages]
    return [block for page in pages for block in every_block(page.blocks) if isinstance(block, kind)]


# -------------------------------------------------------------------- contents


def test_the_guide_has_every_module_note_scenario_and_answer(north):
    text = words(printed(guide, north))

    for module in north.modules:
        assert all(" ".join(words_.split()) in text for words_ in (module.title, module.summary, *module.objectives))
    for scenario in blocks_of(north, Scenario):
        assert f"Scenario: {scenario.title}" in text
        for node in scenario.nodes:
            assert all(flat(option.text)[:40] in text for option in node.options)
    for check in blocks_of(north, Check):
        assert all(flat(question.stem)[:50] in text for question in check.questions.questions)
    for notes in north.trainer_notes.values():
        for said in (one for note in notes for one in every_block(note.blocks) if isinstance(one, Prose)):
            pieces = re.findall(r"<li>([^<]+)</li>", str(said.parts[0]))
            assert all(" ".join(piece.split()) in text for piece in pieces)
    assert "If somebody discloses" in text and "Who stays free afterwards" in text


def test_the_guide_marks_right_answers_and_says_why(north):
    text = words(printed(guide, north))
    questions = [question for check in blocks_of(north, Check) for question in check.questions.questions]

    assert text.count("Why: ") >= sum(bool(question.rationale) for question in questions)
    assert text.count("Right ") >= len([question for question in questions if getattr(question, "choices", ())])


def test_structure_of_the_guide(north):
    """As many tables, figures and headings as were written, in levels without a gap; each figure has its words."""
    made = composed(guide, north)
    found = kinds(pdf(made))
    levels = [int(kind[2:]) for kind in found if re.fullmatch(r"/H\d", kind)]

    assert found.count("/Table") == made.markup.count("#the-table(")
    assert levels.count(1) == len(north.modules) + 4  # front, disclosure, answers of the sets, sources
    assert len(levels) == made.markup.count("#heading(")
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))
    assert len(alternatives(pdf(made))) == len(blocks_of(north, Scenario)) and all(alternatives(pdf(made)))


def test_a_scenario_is_described_for_those_who_do_not_see_it(north):
    (joel,) = [scenario for scenario in blocks_of(north, Scenario) if scenario.id == "joel"]
    told = [
        text for text in alternatives(printed(guide, north)) if "1: A leads to 2, B leads to 3, C leads to 4." in text
    ]

    assert told and f"{len(joel.nodes)}: an end." in told[0]


@pytest.mark.parametrize("document", [handout, handout_large], ids=lambda made: made.__name__)
def test_contacts_of_the_handout_equal_the_sources(document, every_edition):
    """Name and number of every contact of this academy and of no other; the emergency number first."""
    for edition in every_edition:
        text = words(printed(document, edition))
        for contact in (*dialled_in_danger(edition), *on_the_sheet(edition)):
            assert contact.name in text and contact.phone in text
        numbers = set(re.findall(r"01632 960 \d{3}", text))
        local = edition.site.contacts.values() if edition.site else ()
        assert numbers <= {
            number for one in local for number in re.findall(r"01632 960 \d{3}", f"{one.phone} {one.name}")
        }
        assert text.index("999") < min((text.index(number) for number in numbers), default=10**6)


def test_the_poster_says_the_same_twice(north):
    made = printed(poster, north)

    assert sizes_mm(made) == [(210, 297), (297, 420)]
    for page in (1, 2):
        assert all(one.phone in words(made, page=page) for one in on_the_poster(north))


def test_without_an_academy_there_are_lines_to_write_on(every_edition):
    text = words(printed(handout, every_edition[0]))

    assert "names no site" in text and "Designated safeguarding lead (DSL)" in text


def test_the_plan_of_the_printed_page(north):
    text = words(printed(session_plan, north))

    assert "0:05 11 Teach: Signs to look for" in text and "2:55 5 Close" in text


def test_attendance_says_why_it_is_paper_of_its_own(north):
    text = words(printed(attendance, north))

    assert "This list has names, so it is a paper of its own" in text


# ------------------------------------------------------------- of every document


@pytest.mark.parametrize("document", EVERY, ids=lambda made: made.__name__)
def test_language_title_fonts_and_no_clock(document, north):
    """What a screen reader asks for first; only our fonts, embedded, with their letters; nothing of the day or the run."""
    with opened(printed(document, north)) as file:
        assert str(file.Root.Lang) == "en-GB" and file.Root.ViewerPreferences.DisplayDocTitle
        assert str(file.docinfo["/Title"]).endswith(north.course.title)
        assert "/CreationDate" not in file.docinfo and "/ModDate" not in file.docinfo
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1" and "xmp:CreateDate" not in metadata
        fonts = [font for page in file.pages for font in page.Resources.get("/Font", {}).values()]
        assert fonts
        for font in fonts:
            assert "AtkinsonHyperlegibleNext" in str(font.BaseFont) and "/ToUnicode" in font
            assert any(key.startswith("/FontFile") for key in font.DescendantFonts[0].FontDescriptor)
        for one in elements(file.Root.StructTreeRoot):
            assert str(one.S) != "/Figure" or str(one.Alt)


@pytest.mark.parametrize("document", EVERY, ids=lambda made: made.__name__)
def test_the_same_bytes(document, north):
    first = printed(document, north)
    _compiled.cache_clear()

    assert printed(document, north) == first


@pytest.mark.parametrize("document", EVERY, ids=lambda made: made.__name__)
def test_two_sites_differ_only_in_contacts(document, shipped, north):
    """The same academy with one other number: everything else on paper is the same, word for word."""
    site = shipped.sites[0]
    moved = replace(site, contacts={**site.contacts, "dsl": replace(site.contacts["dsl"], phone="01632 960 999")})
    one, two = words(printed(document, north)), words(printed(document, editions.edition(shipped, moved)))

    assert two.replace("01632 960 999", "01632 960 101") == one
    assert (one == two) == (document not in (guide, handout, handout_large, poster))


# ------------------------------------------------------------------- in print


def test_the_handout_is_one_page(every_edition):
    for edition in every_edition:
        assert len(sizes_mm(printed(handout, edition))) == 1, edition.slug
        assert len(sizes_mm(printed(poster, edition))) == 2, edition.slug


def test_the_way_to_tell_someone_is_on_every_sheet(every_edition):
    """The drawing of the course's own page, as a drawing, with its words: handout, large print and poster, twice there."""
    for edition in every_edition:
        for document, times in ((handout, 1), (handout_large, 1), (poster, 2)):
            made = composed(document, edition)
            (name,) = (name for name in made.pictures if name.endswith("whom-to-tell.svg"))

            assert made.markup.count(f'image("{name}"') == times
            assert sum("A path leads from a child" in alt for alt in alternatives(printed(document, edition))) == times


def test_large_print_is_large(every_edition):
    """No letter on it below 18 pt, as the page itself says."""
    for edition in every_edition:
        with opened(printed(handout_large, edition)) as file:
            sizes = {round(size, 1) for page in file.pages for size in letter_sizes(page)}
        assert sizes and min(sizes) >= 18


def letter_sizes(page):
    """Sizes of text in points. Typst sets no matrix that scales text, which this would not see: then it would find 1."""
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            yield float(operands[1])


def test_the_code_is_three_centimetres_and_opens_help(north):
    """The council's own page, in words too, for whoever has no camera."""
    name, url = scanned(north)

    assert url == "https://mash.north.example.org"
    assert f"Scan for help: {name}, {url}" in alternatives(printed(handout, north))
    modules = len(segno.make(url, error="q", micro=False, boost_error=False).matrix)
    with_border_cm = code_height_cm(printed(handout, north)) * (modules + 8) / modules
    assert 2.95 <= with_border_cm <= 3.1


def code_height_cm(made):
    """On the printed page: along the first column of dots that runs through both corner squares on the left of the code."""
    width, height, pixels = drawn(made, 1, 300)
    for x in range(width // 4):
        column = pixels[x::width][height // 2 :]
        sides = list(re.finditer(rb"[\x00-\x60]{50,}", column))
        if len(sides) > 1:
            return (sides[-1].end() - sides[0].start()) / 300 * 2.54
    raise AssertionError("no code on the page")


@pytest.mark.parametrize("document", EVERY, ids=lambda made: made.__name__)
def test_pages_are_counted(document, north):
    made = printed(document, north)

    assert page_count(made) == len(sizes_mm(made))


def test_black_and_white(north):
    """What a printer without colour makes of it: every colour is white, or dark enough to read (contrast of 4.5 and more)."""
    for document in EVERY:
        with opened(printed(document, north)) as file:
            shades = {brightness(colour) for page in file.pages for colour in fills(page)}
        # A lit window of a drawing stands inside an outline.
        shades = {shade for shade in shades if abs(shade - LIT) > 0.001}
        assert shades and all(shade > 0.95 or shade < 0.18 for shade in shades), (document.__name__, shades)


def fills(page):
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in ("rg", "sc", "scn", "g") and all(not isinstance(part, pikepdf.Name) for part in operands):
            yield [float(part) for part in operands]


def brightness(colour):
    """Relative luminance (WCAG 2.2), 0 to 1; one number is a grey."""
    parts = colour * 3 if len(colour) == 1 else colour
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_cards_are_forty_of_a5(north):
    made = printed(cards, north)

    assert sizes_mm(made) == [(148, 210)] * 40
    assert alternatives(made)[0] == "Card 1" and len(alternatives(made)) == 40


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "webp"])
def test_photographs_are_printed(kind):
    """The course has drawings alone; a picture of points stands in the PDF, the same bytes twice, and in the slides as PNG."""
    kept = BytesIO()
    Image.new("RGB", (30, 20), "teal").save(kept, kind)
    name = f"media/one-photo.{kind}"
    markup = f'#set document(title: "A", date: none)\n#image("{name}", alt: "A box")\n'
    document = Document(name="a.pdf", markup=markup, pictures={name: kept.getvalue()})

    assert pdf(document) == pdf(replace(document, markup=markup + "\n"))
    with pikepdf.open(BytesIO(pdf(document))) as made:
        assert len(made.pages[0].get_images()) == 1
    assert raster(kept.getvalue(), name).startswith(b"\x89PNG")


def test_a_picture_in_a_note_is_printed(north):
    """Alone or behind words, in the guide as the author put it."""
    name, page = next(iter(north.course.assets)), north.modules[0].pages[0].id
    note = Trainer(blocks=(prose(f'<p>Look: <img src="{name}" alt="A drawn box"></p>'),), minutes=1)
    made = pdf(guide(replace(north, trainer_notes={page: (note,)}), TrainerPack()))
    assert "A drawn box" in alternatives(made)
