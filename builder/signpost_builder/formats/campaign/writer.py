"""The campaign of an edition: the site for a web server, the posts for the team's accounts, the sheets for a printer."""

from collections.abc import Callable, Iterator, Sequence

from signpost_builder.diagnostics import Diagnostic, SourceError, error
from signpost_builder.formats.campaign.cards import Card, cards
from signpost_builder.formats.campaign.judging import refusals, warnings
from signpost_builder.formats.campaign.options import Campaign
from signpost_builder.formats.campaign.pictures import picture, title_picture
from signpost_builder.formats.campaign.plan import posts_csv, posts_html
from signpost_builder.formats.campaign.planning import FEED, SQUARE, STORY, form_link, outgoing, texts_of
from signpost_builder.formats.campaign.previews import previews
from signpost_builder.formats.campaign.printed import leaflet, poster, spelled
from signpost_builder.formats.campaign.site import Site, hashed
from signpost_builder.formats.campaign.subtitles import srt, vtt
from signpost_builder.model import Asset, Edition
from signpost_builder.package import Package
from signpost_builder.page.rendered import Rendered
from signpost_builder.printing.compiling import Document, NotPrintable, page_count, pdf

KINDS = (FEED, STORY, SQUARE)


def packages(rendered: Rendered, campaign: Campaign) -> tuple[Package, ...]:
    """Raises SourceError where a card or a post is not as it has to be, or says more than a picture or a sheet holds."""
    edition = rendered.edition
    if found := refusals(edition, campaign):
        raise SourceError(found)
    shown = cards(edition, campaign)
    if too_full := list(_too_full(edition, campaign, shown)):
        raise SourceError(too_full)
    course = edition.course.id
    return (
        Package(
            name=f"{course}-site",
            kind="folder",
            tree=_site(edition, campaign, shown),
            warnings=tuple(warnings(edition, campaign)),
        ),
        Package(name=f"{course}-posts", kind="folder", tree=_posts(edition, campaign, shown)),
        Package(name=f"{course}-print", kind="folder", tree=_printed(edition, campaign, shown)),
    )


def _too_full(edition: Edition, campaign: Campaign, shown: Sequence[Card]) -> Iterator[Diagnostic]:
    for card in shown:
        try:
            pdf(spelled(edition, card))
        except NotPrintable as problem:
            message = f"the pictures of '{card.page.id}' cannot be made: {problem}"
            yield error(card.page.span, "not-printable", message, "write it with the letters of the Latin alphabet")
            continue
        for kind in KINDS:
            try:
                picture(edition, campaign, card, kind)
            except NotPrintable as problem:
                message = f"the {kind} picture of '{card.page.id}' cannot be made: {_reason(problem)}"
                hint = "say less in its title, its text or its thing to do"
                yield error(card.page.span, "picture-too-full", message, hint)


def _reason(problem: NotPrintable) -> str:
    words = str(problem)
    return words.partition("too-full: ")[2].partition("\n")[0].strip('" ') if "too-full: " in words else words


def _site(edition: Edition, campaign: Campaign, shown: Sequence[Card]) -> dict[str, bytes | Asset]:
    made = previews(edition, campaign, shown)
    site = Site(edition, campaign, shown, made)
    pages = site.pages()
    media = {hashed(asset): asset for asset in site.assets.values()}
    return {**pages, **media, **{one.file: one.content for one in made.values()}}


def _posts(edition: Edition, campaign: Campaign, shown: Sequence[Card]) -> dict[str, bytes | Asset]:
    posts = outgoing(edition, campaign, shown)
    files: dict[str, bytes | Asset] = {
        "posts.csv": posts_csv(edition, posts),
        "posts.html": posts_html(edition, campaign, posts),
    }
    for card in shown:
        files |= {f"{card.name}-{kind}.png": picture(edition, campaign, card, kind) for kind in KINDS}
        files |= {f"{card.name}.vtt": vtt(edition, card), f"{card.name}.srt": srt(edition, card)}
    if form_link(edition):
        title = texts_of(edition)["survey"]["title"]
        files |= {f"survey-{kind}.png": title_picture(edition, campaign, title, kind) for kind in KINDS}
    return files


def _printed(edition: Edition, campaign: Campaign, shown: Sequence[Card]) -> dict[str, bytes | Asset]:
    make: tuple[Callable[[Edition, Campaign, Sequence[Card]], Document], ...] = (poster, leaflet)
    files: dict[str, bytes | Asset] = {}
    for one in make:
        document = one(edition, campaign, shown)
        try:
            made = pdf(document)
        except NotPrintable as problem:
            span = edition.modules[0].span
            message = f"{document.name} cannot be printed: {problem}"
            hint = "write it with the letters of the Latin alphabet"
            raise SourceError([error(span, "not-printable", message, hint)]) from problem
        if document.pages and page_count(made) > document.pages:
            message = (
                f"{document.name} of '{edition.slug}' has {page_count(made)} pages; it is to have {document.pages}"
            )
            hint = "say less in the opening of the module, or make fewer cards"
            raise SourceError([error(edition.modules[0].span, "picture-too-full", message, hint)])
        files[document.name] = made
    return files
