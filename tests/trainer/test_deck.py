"""The deck: what stands on which slide, what is in its notes, and what is on none."""

import re
from dataclasses import replace

import pytest
from signpost_builder.editions import edition
from signpost_builder.formats.trainer.deck import (
    LETTERS,
    MOST_POINTS,
    MOST_WORDS,
    Body,
    Choices,
    Help,
    Opening,
    Picture,
    Points,
    Section,
    Table,
)
from signpost_builder.formats.trainer.deck_lines import lead, shared_out, told
from signpost_builder.formats.trainer.deck_making import deck_of
from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.slide_text import (
    Image,
    Listed,
    Run,
    inline,
    line,
    pieces,
    plain,
    sentences,
    words,
)
from signpost_builder.model import SlideText

from tests import seen_blocks
from tests.builders import a_course, a_module, a_page, an_edition, prose
from tests.source_projects import a_read_course
from tests.trainer.slide_course import slide_deck


def body_lines(body: Body) -> list[str]:
    match body:
        case Opening(lines=lines):
            return list(lines)
        case Section():
            return [body.summary, body.content_note]
        case Points(lines=lines, marks=marks, first=first):
            signs = {"bullets": "• ", "none": ""}
            return [signs.get(marks, f"{first + at}. ") + plain(each) for at, each in enumerate(lines)]
        case Table(head=head, rows=rows):
            return [" | ".join(map(plain, row)) for row in (head, *rows)]
        case Picture(name=name, alt=alt, lines=lines):
            return [f"[{name}: {alt}]", *map(plain, lines)]
        case Choices(text=text, choices=choices):
            said = [
                f"{letter} {plain(each.text)} -> {each.goes_to or ' '.join(map(plain, each.said))}"
                for letter, each in zip(LETTERS, choices, strict=False)
            ]
            return [*map(plain, text), *said]
        case Help(contacts=contacts, scan=scan):
            return [*(f"{one.name}: {one.phone}" for one in contacts), f"[{scan}]"]


def outline(deck) -> str:
    """The whole deck in plain text: what a reader of the golden file compares."""
    parts = []
    for number, slide in enumerate(deck.slides, start=1):
        parts.append(f"{number} {slide.id}: {slide.title}")
        parts += [f"    {text}" for text in body_lines(slide.body)]
        parts += [f"    -> {slide.goes_to}"] * bool(slide.goes_to)
        parts += [f"    source: {text}" for text in slide.sources]
        parts += [f"    note: {text}" for text in slide.notes]
    return "\n".join(parts) + "\n"


def test_the_outline(tmp_path, golden):
    """Slides and notes of a course with every kind of thing in it."""
    golden("trainer/slides.txt", outline(slide_deck(tmp_path)).encode())


def said_on_slides(deck) -> str:
    return "\n".join("\n".join((slide.title, *body_lines(slide.body))) for slide in deck.slides)


def test_prose_is_in_the_notes_alone(tmp_path):
    deck = slide_deck(tmp_path)

    assert "Long prose" not in said_on_slides(deck)
    (own,) = [slide for slide in deck.slides if slide.id == "noticing.own-1"]
    assert any(note.startswith("Long prose") for note in own.notes)


def test_a_hard_part_is_not_projected_and_not_in_the_notes(tmp_path):
    """Its key points are shown; the notes say that it is left out."""
    deck = slide_deck(tmp_path)
    (hard,) = [slide for slide in deck.slides if slide.id.startswith("noticing.hard")]

    assert body_lines(hard.body) == ["• Injuries can be a sign."]
    assert hard.notes == (
        "A hard part is not on the slides. It is for people to read alone, or to skip: This part names injuries.",
    )
    assert "Words that nobody should meet" not in outline(deck)


def test_ways_of_a_scenario(tmp_path):
    """Every choice leads to a slide that is there, every outcome to the next moment, and both ends behind the scenario."""
    deck = slide_deck(tmp_path)
    ids = [slide.id for slide in deck.slides]
    goes_to = {slide.id: slide.goes_to for slide in deck.slides if slide.goes_to}

    assert goes_to == {
        "noticing.ella-ella-start-a": "noticing.ella-ella-told",
        "noticing.ella-ella-start-b": "noticing.ella-ella-late",
        "noticing.ella-ella-told": "noticing.questions-Q1",
        "noticing.ella-ella-late": "noticing.questions-Q1",
    }
    chosen = [each.goes_to for slide in deck.slides if isinstance(slide.body, Choices) for each in slide.body.choices]
    assert [each for each in chosen if each] == ["noticing.ella-ella-start-a", "noticing.ella-ella-start-b"]
    assert set(goes_to.values()) <= set(ids)


def test_the_help_slide_has_the_sites_own_people(tmp_path):
    north, coast, general = (slide_deck(tmp_path / name, site) for name, site in (("a", 0), ("b", 1), ("c", None)))
    numbers = [[one.phone for one in deck.slides[1].body.contacts] for deck in (north, coast, general)]

    assert "01325 555 101" in numbers[0] and "01325 555 201" in numbers[1]
    assert not any(number.startswith("01325") for number in numbers[2])
    assert north.slides[1].body.scan == ("Hill hub", "https://mash.north.hill-academies.org.uk")


def test_sites_differ_only_where_contacts_differ(tmp_path):
    one, other = slide_deck(tmp_path / "a", 0), slide_deck(tmp_path / "b", 1)
    differing = {a.id for a, b in zip(one.slides, other.slides, strict=True) if a != b}

    assert differing == {"opening", "help", "help-again", "noticing.own-1", "noticing.ella-ella-told"}


def test_the_shipped_decks_can_be_read_from_the_back(every_edition):
    """Every audience: ids are unique, links lead somewhere, points are few and short, every picture has words."""
    for of in every_edition:
        deck = deck_of(of, of.course.options["trainer"])
        ids = [slide.id for slide in deck.slides]
        assert len(set(ids)) == len(ids) and deck.help in ids
        for slide in deck.slides:
            assert slide.goes_to in {"", *ids} and slide.title.strip()
            if isinstance(slide.body, Points) and "-sources-" not in slide.id:
                assert (
                    len(slide.body.lines) <= MOST_POINTS or slide.body.marks == "none"
                )  # a story, or what is put in order
                assert words(slide.body.lines) <= MOST_WORDS or len(slide.body.lines) == 1, slide.id
            if isinstance(slide.body, Choices):
                assert words(slide.body.text) <= 70
                assert all(choice.goes_to in {"", *ids} for choice in slide.body.choices)
            if isinstance(slide.body, Picture):
                assert slide.body.alt


def test_every_note_for_trainers_is_in_the_deck(north):
    """Each paragraph of `::: trainer`, as far as its page is in the edition."""
    deck = deck_of(north, north.course.options["trainer"])
    said = " ".join(note for slide in deck.slides for note in slide.notes)
    wanted = [
        plain(each.line)
        for notes in north.trainer_notes.values()
        for note in notes
        for block in note.blocks
        for each in pieces("".join(block.parts))
        if hasattr(each, "line")
    ]

    assert len(wanted) > 100 and [text for text in wanted if text not in said] == []


def test_a_page_that_an_author_has_given_a_slide():
    """Says that and nothing else, under the page's title or its own."""
    page = a_page(prose("<h3>One</h3><p><strong>A.</strong> b</p><p><strong>C.</strong> d</p>"))
    of = an_edition(a_course(a_module(page)))
    own = replace(of, slide_texts={page.id: (SlideText(text=prose("<p>Mine.</p>"), title="Own"),)})

    assert [
        plain(each)
        for slide in deck_of(own, TrainerPack()).slides
        if slide.id.startswith(f"{page.id}-")
        for each in slide.body.lines
    ] == ["Mine."]


# -------------------------------------------------------------------- pieces


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One <strong>two</strong>.</p>", ["One two."]),
        ('<p>A<a class="cite" href="#source-X"><sup>source</sup></a>.</p>', ["A."]),
        ("<ul><li>One<ul><li>Two</li></ul></li></ul>", ["One", "Two"]),
        ("<blockquote><p>Said.</p></blockquote>", ["Said."]),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", ["Term", "Meaning"]),
        ("Loose <em>words</em><p>Then.</p>", ["Loose words", "Then."]),
        ("<p>One<br>two</p>", ["One two"]),
        ("", []),
    ],
)
def test_html_as_lines(html, expected):
    assert [plain(each.line) for each in pieces(html)] == expected


def test_what_stands_out_still_does():
    assert inline('<b>A</b> <em>b</em> <a href="tel:999">999</a> <a href="#signs.start">page</a>') == (
        Run("A", strong=True),
        Run(" "),
        Run("b", emphasised=True),
        Run(" "),
        Run("999", link="tel:999"),
        Run(" page"),
    )


def test_numbers_of_lists_and_pictures_within_them():
    assert list(pieces('<ol start="3"><li>One</li><li>Two</li></ol><p><img src="media/a.svg" alt="A"></p>')) == [
        Listed(line("One"), 3),
        Listed(line("Two"), 4),
        Image("media/a.svg", "A"),
    ]


def test_no_word_is_lost_between_slides():
    """Long points are cut at full stops only; the order stays."""
    long = inline(" ".join(f"This is <b>sentence</b> number {number}." for number in range(12)))
    for share in (shared_out, told):
        groups = share([long, line("And a last one.")])
        assert all(words(group) <= MOST_WORDS for group in groups) and len(groups) in (2, 3)
        joined = " ".join(plain(each) for group in groups for each in group)
        assert joined == f"{plain(long)} And a last one."


def test_a_sentence_longer_than_a_slide_stays_whole():
    long = line(" ".join(["word"] * 60))

    assert shared_out([line("One."), long, line("Two.")]) == [(line("One."),), (long,), (line("Two."),)]


def test_sentences_are_found_behind_quotes():
    said = ["“I owe them.”", "What do you do?", "It is 11.20."]

    assert [plain(each) for each in sentences(line(" ".join(said)))] == said


def test_a_lead_is_what_is_bold_at_the_beginning():
    assert plain(lead(inline("<b>Look for change.</b> What is new?"))) == "Look for change"
    assert lead(inline("Look for <b>change</b>")) == ()
    assert lead(inline(f"<b>{'word ' * 30}</b>")) == ()


def test_ids_can_be_addresses(tmp_path):
    assert all(re.fullmatch(r"[A-Za-z0-9.-]+", slide.id) for slide in slide_deck(tmp_path).slides)


def test_blocks_that_are_looked_at(tmp_path, golden):
    """Charts and figures as pictures with words, two sides as a table, ways by their names; what one thinks of first, first."""
    of = edition(a_read_course(tmp_path, **seen_blocks.project()))

    golden("trainer/seen.txt", outline(deck_of(of, TrainerPack())).encode())
