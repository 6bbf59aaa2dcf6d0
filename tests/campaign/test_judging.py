"""Every way in which a card, a post or a plan is not as it has to be, with its place and the count that is shown."""

import pytest
from signpost_builder.diagnostics import SourceError
from signpost_builder.formats import FORMATS
from signpost_builder.page.rendered import render
from signpost_builder.read import read_course

from tests.campaign.small import AS_OF, FILES, KEYS, a_campaign, card, changed, edition_of, refused, said

MODULE, POSTS, COURSE = "modules/cards/module.md", "course/talk/posts.yaml", "course/talk/course.yaml"


def test_the_small_campaign_has_no_fault(tmp_path):
    """So that a case finds only what it is about."""
    course, found = read_course(a_campaign(tmp_path), as_of=AS_OF, keys=KEYS)

    assert found == ()
    assert refused(tmp_path) == [] == refused(tmp_path, "south")
    assert course.sites[1].emphasis == ("talk.fears",)


CASES = {
    "no thing to do": (card("::: key-points", "::: note"), "card-parts", "no thing to do"),
    "two questions": (card("::: question id=C1", "::: question id=C2\nAnother?\n\n- [x] Yes, do\n  Good.\n- [ ] No, not\n  Why?\n:::\n\n::: question id=C1"), "card-parts", "2 questions"),
    "no message": (card("Some people keep a worry to themselves. You can tell somebody today {source:LAW-01}.\n", ""), "card-parts", "says nothing"),
    "no contact": (card("{contact:childline}\n", "Somebody near you.\n"), "card-contact", "names no contacts"),
    "two contacts": (card("{contact:childline}\n", "{contact:childline} or {contact:own}\n"), "card-contact", "childline, own"),
    "several right answers": (card("- [ ] Look away", "- [x] Say so at once\n  Good.\n- [ ] Look away"), "card-question", "'C1'"),
    "an answer without words": (card("  Then nobody has asked.\n", ""), "card-question", "'C1'"),
    "more than a minute": (card("Say one sentence", "One more. " * 120 + "Say one sentence"), "card-too-long", "seconds; the most is 60"),
    "a long title": (card("Tell somebody {#tell}", "Tell somebody you trust about it today, and tomorrow {#tell}"), "card-too-long", "52 characters; a picture has room for 48"),
    "hard words": (card("Some people keep a worry", "Institutional organisations occasionally experience considerable administrative difficulties, notwithstanding comprehensive interdepartmental communication regarding individual responsibilities. Some people keep a worry"), "card-too-hard", "reading grade"),
    "no post": (changed(POSTS, "cards.tell:", "cards.start2:"), "post-missing", "cards.tell"),
    "a post of no page": (changed(POSTS, "cards.tell:", "cards.tel:"), "unknown-page", "cards.tel"),
    "nothing about the survey": (changed(POSTS, FILES[POSTS][FILES[POSTS].index("survey:"):], ""), "post-missing", "asked in waves"),
    "too long for X": (changed(POSTS, 'x: ["Tell', f'x: ["{"word " * 60}Tell'), "post-too-long", "X has 368 characters as X counts them; the most is 280"),
    "too many hashtags": (changed(POSTS, '"#Talk"', '"' + " ".join(f"#a{n}" for n in range(31)) + '"'), "post-too-long", "31 hashtags; Instagram takes 30"),
    "too long for Instagram": (changed(POSTS, '"#Talk"', f'"{"long " * 440}"'), "post-too-long", "the most is 2200"),
    "a hashtag in a word": (changed(POSTS, '"#Talk"', '"Talk#together"'), "hashtag-in-word", "'k#t'"),
    "hashtags without a space": (changed(POSTS, '"#Talk"', '"#Talk#Now"'), "hashtag-in-word", "'#Talk#'"),
    "a figure of nobody": (changed(POSTS, 'x: ["Tell', 'x: ["45% tell nobody. Tell'), "post-figure", "'45%'"),
    "an unknown fact": (changed(POSTS, 'x: ["Tell', 'x: ["{fact:NRM-99} Tell'), "unknown-fact", "NRM-99"),
    "an unknown contact": (changed(POSTS, 'x: ["Tell somebody today. {contact:childline}', 'x: ["Tell {contact:childlin}'), "unknown-contact", "childlin"),
    "a wave that ends before it begins": (changed(COURSE, "ends: 2027-01-10", "ends: 2027-01-03"), "wave-order", "2027-w1"),
    "waves out of order": (changed(COURSE, "begins: 2027-02-01", "begins: 2027-01-08"), "wave-order", "2027-w2"),
    "no name of a wave": (changed(COURSE, "id: 2027-w2", "id: second"), "wave-order", "second"),
    "one wave twice": (changed(COURSE, "id: 2027-w2", "id: 2027-w1"), "duplicate-id", "2027-w1"),
    "no address": (changed(COURSE, "  address: https://talk.org.uk/cards\n", ""), "missing-key", "address"),
    "no campaign": (changed(COURSE, FILES[COURSE][FILES[COURSE].index("campaign:\n"):FILES[COURSE].index("formats:")], ""), "not-a-campaign", "'talk' is no campaign"),
    "a post for nobody": (changed(POSTS, "  carer:", "  carers:"), "unknown-audience", "carers"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_case(name, tmp_path):
    """What is wrong is said with the file and the line where it stands, and with the number that is too high."""
    changes, code, words = CASES[name]

    found = [one for one in refused(tmp_path, **changes) if one.code == code]

    assert found, refused(tmp_path, **changes)
    assert words in " ".join(one.message for one in found)
    assert all(str(one.span.path).startswith(("modules/", "course/")) and one.span.line and one.hint for one in found)


def test_a_site_stresses_what_a_card_is_about(tmp_path):
    """The nearest name is offered; the place is the row of the table."""
    changes = changed("course/talk/regions.csv", "talk.fears", "talk.fear")

    (found,) = refused(tmp_path, "south", **changes)

    assert (str(found.span), found.code) == ("course/talk/regions.csv:3:1", "unknown-emphasis")
    assert "talk.fears" in found.hint


ROWS = {
    "a name twice": (",,,,,,,\n", ",,,,,,,\nn2,North,Office of Names,,,,,,,\n", "n2", "site-name", "as 'north' has"),
    "a name that nobody can choose": ("north,North,", "north,Nord,", "north", "site-name", "no answer to 'R1'"),
    "a name of nobody": ("North,Office of Names,", "North,,", "north", "site-name", "where its name comes from"),
    "a name without a number": ("Names,,,,,,,", "Names,,Help North,,,,2026-11-22,the officer", "north", "card-contact", "no number or address"),
    "a number without a day": ("Names,,,,,,,", "Names,,Help North,01325 555 101,,,,", "", "missing-contact", "checked_on"),
    "no number": ("01325 555 101", "ring us", "", "malformed-contact", "ring us"),
    "no address of the officer": ("south@talk.org.uk", "south at talk", "", "malformed-contact", "south at talk"),
    "no id": ("north,", "North East!,", "", "malformed-id", "North East!"),
    "one row twice": (",,,,,,,\n", ",,,,,,,\nnorth,West,Office of Names,,,,,,,\n", "", "duplicate-id", "'north'"),
    "a comma too many": ("south,South,", "south,South, the,", "", "malformed-row", "11 fields"),
    "a formula": ("north,North,", "north,=1+1,", "", "formula-in-cell", "=1+1"),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_a_row_of_the_table(name, tmp_path):
    """Whatever is wrong with a region is said at its row, before anything is built for it."""
    old, new, site, code, words = ROWS[name]

    found = refused(tmp_path, site, **changed("course/talk/regions.csv", old, new))

    assert [(one.code, one.span.path.name) for one in found][:1] == [(code, "regions.csv")], found
    assert words in found[0].message and found[0].hint


def test_a_table_from_a_spreadsheet(tmp_path):
    """Its byte order mark, line ends, semicolons and quotes change nothing."""
    rows = FILES["course/talk/regions.csv"].replace("Office of Names", '"Office of ""Names"", UK"')
    saved = "\ufeff" + rows.replace("\n", "\r\n")

    course, found = read_course(a_campaign(tmp_path, **{"course/talk/regions.csv": saved}), as_of=AS_OF, keys=KEYS)
    assert found == ()
    assert [(one.id, one.name_source) for one in course.sites] == [
        ("north", 'Office of "Names", UK'), ("south", 'Office of "Names", UK'),
    ]  # fmt: skip


def test_what_deserves_a_second_look(tmp_path):
    """A fact that is to be read again before the day of its post; cards that are posted while people are asked; an address of nobody."""
    late = changed(COURSE, "posting: {begins: 2027-01-12", "posting: {begins: 2027-04-06")
    fact = changed(POSTS, 'x: ["Tell', 'x: ["{fact:NRM-01} Tell')
    early = changed(COURSE, "posting: {begins: 2027-01-12", "posting: {begins: 2027-01-05")
    example = changed(COURSE, "talk.org.uk/cards", "campaign.example.org")

    assert warned(tmp_path / "a", **late, **fact) == [("course/talk/posts.yaml:2:3", "post-after-review")]
    assert warned(tmp_path / "b", **early) == [("course/talk/course.yaml:14:12", "wave-during-posting")]
    assert warned(tmp_path / "c", **example) == [("course/talk/course.yaml:14:12", "example-address")]


def warned(root, **changes):
    (site, *_) = FORMATS["campaign"].packages(render(edition_of(root, **changes)))
    return said(site.warnings)


def test_words_that_no_picture_holds(tmp_path):
    """What does not fit is refused with the card and by how much; nothing is cut."""
    words = "Some very long words about worries are here to be read. " * 14
    changes = card("Some people keep a worry to themselves.", words)

    with pytest.raises(SourceError) as refusal:
        FORMATS["campaign"].packages(render(edition_of(tmp_path, **changes)))

    assert {(one.code, str(one.span)) for one in refusal.value.diagnostics} == {
        ("picture-too-full", "modules/cards/module.md:10:1")
    }
    assert "pixels too high" in refusal.value.diagnostics[0].message
