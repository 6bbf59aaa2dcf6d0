"""A poster and a leaflet for each site and audience, tagged (PDF/UA-1): the words of the cards, whom to turn to, a code to scan."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from signpost_builder.formats.campaign.cards import Card, shown_contact, way
from signpost_builder.formats.campaign.options import Campaign
from signpost_builder.formats.campaign.planning import alt_text, page_link, public_contacts, texts_of
from signpost_builder.model import Contact, Edition
from signpost_builder.page.sources import written_date
from signpost_builder.page.strings import strings
from signpost_builder.plain_words import plain
from signpost_builder.printing.compiling import STYLE, Document
from signpost_builder.printing.qr import qr
from signpost_builder.printing.typst_text import array, call, literal, run
from signpost_builder.reading_grade import html_of

POSTER, LEAFLET = "poster.pdf", "leaflet.pdf"
ON_THE_POSTER = 5
POSTER_SIZES = ("20pt", "19pt", "18pt", "17pt", "16pt")
LEAFLET_SIZES = ("16pt", "15pt", "14pt", "13pt", "12pt", "11pt", "10.5pt")
CODE = "qr.svg"


def poster(edition: Edition, campaign: Campaign, shown: Sequence[Card]) -> Document:
    """One page of A4, read from two steps away."""
    texts, module = texts_of(edition), edition.modules[0]
    opening = " ".join(map(plain, html_of(module.pages[0].blocks[:1])))
    dialled = [one for one in _lines(edition, campaign) if one.phone][:ON_THE_POSTER]
    body = [
        f"#heading(level: 1, {literal(module.title)});\n",
        call("par", call("text", run(opening), size="1.2em")),
        _danger(edition, 30),
        f"#heading(level: 2, {literal(texts['print']['turn_to'])});\n",
        *map(_contact, dialled),
        "#v(1fr);\n",
        _scan(edition, campaign, "index", texts["print"]["scan"], "42mm"),
        _example(edition, campaign),
        call("text", run(_foot(edition)), size="9pt"),
    ]
    made = [
        _opened(edition, texts["print"]["poster"], size, "(x: 18mm, y: 16mm)") + "".join(body) for size in POSTER_SIZES
    ]
    return _fitted(POSTER, made, _code(edition, campaign, "index"), pages=1)


def leaflet(edition: Edition, campaign: Campaign, shown: Sequence[Card]) -> Document:
    """Two sides of A4: what each card says to do, and whom to turn to."""
    texts, module = texts_of(edition), edition.modules[0]
    acts = [_act(card) for card in shown]
    body = [
        f"#heading(level: 1, {literal(module.title)});\n",
        call("par", run(module.summary)),
        f"#list(spacing: 0.75em, ..{array(acts)});\n",
        "#pagebreak();\n",
        f"#heading(level: 2, {literal(_help_title(edition))});\n",
        _danger(edition, 20),
        *map(_contact, _lines(edition, campaign)),
        "#v(1fr);\n",
        _scan(edition, campaign, "help", texts["print"]["scan_help"], "32mm"),
        _example(edition, campaign),
        call("text", run(_foot(edition)), size="9pt"),
    ]
    made = [
        _opened(edition, texts["print"]["leaflet"], size, "(x: 16mm, y: 14mm)") + "".join(body)
        for size in LEAFLET_SIZES
    ]
    return _fitted(LEAFLET, made, _code(edition, campaign, "help"), pages=2)


def _fitted(name: str, made: Sequence[str], pictures: dict[str, bytes], pages: int) -> Document:
    """In the largest letters with which it has no more pages."""
    return Document(name=name, markup=made[0], pictures=pictures, pages=pages, smaller=tuple(made[1:]))


def spelled(edition: Edition, card: Card) -> Document:
    """The words of a card's pictures as a document that nobody gets: a PDF is refused for a letter that the font lacks, a picture is not."""
    words = (alt_text(edition, card), card.act_title)
    head = _opened(edition, card.title, "10pt", "(x: 10mm, y: 10mm)")
    return Document(name=f"{card.name}.png", markup=head + "".join(call("par", run(each)) for each in words))


def _danger(edition: Edition, size: int) -> str:
    words = texts_of(edition)["danger_now"]
    return f'#framed(text(size: {size}pt, weight: "bold", {literal(words)}));\n' if words else ""


def _example(edition: Edition, campaign: Campaign) -> str:
    return call("par", call("strong", run(texts_of(edition)["example"]))) if campaign.example else ""


def _act(card: Card) -> str:
    whom = f"#linebreak();{call('strong', run(str(way(card.contact)).rstrip('.')))}" if card.contact else ""
    return call("strong", run(card.title)) + "#linebreak();" + run(card.act) + whom


def _opened(edition: Edition, title: str, size: str, margin: str) -> str:
    language, _, region = edition.language.partition("-")
    area = literal(region.lower()) if len(region) == 2 else "none"
    return (
        f'#import "{STYLE}": *\n#show: document-of.with(title: {literal(f"{edition.modules[0].title}: {title}")}, '
        f"lang: {literal(language.lower())}, region: {area}, size: {size}, margin: {margin})\n"
    )


def _lines(edition: Edition, campaign: Campaign) -> list[Contact]:
    """National lines first, then the site's own; the emergency line stands above all."""
    public = [one for one in public_contacts(edition, campaign) if not one.emergency]
    return [one for one in public if not one.local] + [one for one in public if one.local]


def _contact(one: Contact) -> str:
    said = (one.name, one.purpose.rstrip("."), shown_contact(one), one.dial if one.phone else "", one.hours)
    return f"#contact({', '.join(map(literal, said))});\n"


def _scan(edition: Edition, campaign: Campaign, page: str, words: str, size: str) -> str:
    url = page_link(edition, campaign, page)
    name = edition.site.name if edition.site else edition.course.title
    host = (urlsplit(url).hostname or "").removeprefix("www.") + urlsplit(url).path
    said = (CODE, f"{words} {url}")
    return f"#scan({', '.join(map(literal, said))}, {size}, {', '.join(map(literal, (words, name, host, url)))});\n"


def _code(edition: Edition, campaign: Campaign, page: str) -> dict[str, bytes]:
    return {CODE: qr(page_link(edition, campaign, page))}


def _help_title(edition: Edition) -> str:
    texts = texts_of(edition)
    title: str = texts["help_in"].format(site=edition.site.name) if edition.site else texts["help_title"]
    return title


def _foot(edition: Edition) -> str:
    """How far it can be trusted, and when its own numbers were checked."""
    page, texts = strings(edition.language, edition.course.words)["page"], texts_of(edition)
    parts = [f"{edition.course.title} {edition.course.version}"]
    if edition.site and edition.site.checked:
        parts.append(texts["checked"].format(date=written_date(edition.site.checked, page["months"])).rstrip("."))
    if not edition.review:
        parts.append(page["draft"])
    return ". ".join(parts) + "."
