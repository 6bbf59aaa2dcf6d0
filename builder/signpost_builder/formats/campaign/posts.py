"""posts.yaml beside course.yaml: what is posted with each card, by network, read as the prose of a course is."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from signpost_builder.diagnostics import Diagnostic, Findings, Read, Span, error, nearest
from signpost_builder.formats.campaign.networks import NETWORKS
from signpost_builder.formats.campaign.options import Campaign, Post
from signpost_builder.formats.format import Said
from signpost_builder.model import Course
from signpost_builder.read.context import Context
from signpost_builder.read.prose import ProseReader
from signpost_builder.schema import Entry, Text, Words
from signpost_builder.source.validation import validate
from signpost_builder.source.yaml_nodes import Document, load

NAME = "posts.yaml"
Paragraphs = Annotated[list[Words], Field(min_length=1)]
HERE = "%site%"  # the name of the site; braces are for tokens of prose


class PostEntry(Entry):
    noun = "a post"
    facebook: Annotated[Paragraphs, Field(description="Its paragraphs on Facebook.")]
    instagram: Annotated[Paragraphs, Field(description="Its paragraphs on Instagram.")]
    x: Annotated[Paragraphs, Field(description="Its paragraphs on X.")]
    about: list[Text] = Field(
        default_factory=list,
        description="Pages of the course that the card belongs to; a region that stresses one shows the card first.",
    )


class PostsFile(Entry):
    """What is posted with each card, and about each wave of questions."""

    noun = "the posts of a campaign"
    cards: dict[str, PostEntry] = Field(
        default={}, description="By the id of a card, module and page: what is posted with it."
    )
    survey: dict[str, PostEntry] = Field(
        default={}, description="By the id of an audience: what is posted while it is asked."
    )


def files() -> Mapping[str, type[Entry]]:
    return {"posts": PostsFile}


def with_posts(campaign: Campaign, context: Context) -> Read[Campaign]:
    """The campaign with the posts of the file, if there is one; a card without a post is told where cards are judged."""
    path, project = context.folder / NAME, context.project
    if not project.has(path):
        return Read(campaign)
    findings = Findings()
    text = findings.of(project.text(path, Span(path)))
    document = findings.of(load(text, path)) if text is not None else None
    file = findings.of(validate(PostsFile, document)) if document else None
    if file is None or document is None:
        return findings.beside(campaign)
    findings += _unknown_audiences(file, document, context)
    prose = ProseReader(context, path)
    cards = {id: findings.of(_post(prose, document, entry, "cards", id)) for id, entry in file.cards.items()}
    surveys = {id: findings.of(_post(prose, document, entry, "survey", id)) for id, entry in file.survey.items()}
    return findings.beside(replace(campaign, cards=cards, surveys=surveys, text=document.text))


def says(campaign: Campaign, course: Course) -> Iterator[Said]:
    """Each post to those whose card it is, or who are asked."""
    readers = {page.id: module.audiences for module in course.modules for page in module.pages}
    posts = [(id, readers.get(id, ()), post) for id, post in campaign.cards.items()]
    posts += [(id, (id,), post) for id, post in campaign.surveys.items()]
    for id, who, post in posts:
        for network in NETWORKS:
            yield Said(name=f"{id} for {network.title}", readers=who, paragraphs=post.written[network.name])


def _unknown_audiences(file: PostsFile, document: Document, context: Context) -> Iterator[Diagnostic]:
    for id in file.survey:
        if not context.audiences.has(id):
            span = document.span("survey", id, of_key=True)
            hint = nearest(id, context.audiences.ids)
            yield error(span, "unknown-audience", f"there is no audience '{id}'", hint)


def _post(prose: ProseReader, document: Document, entry: PostEntry, *at: str) -> Read[Post]:
    findings = Findings()
    written = {
        network.name: tuple(
            document.passage(*at, network.name, index) for index in range(len(getattr(entry, network.name)))
        )
        for network in NETWORKS
    }
    texts: dict[str, tuple[str, ...]] = {}
    facts: dict[str, None] = {}
    for network, paragraphs in written.items():
        texts[network] = tuple(findings.of(prose.line(each, plain=False)) for each in paragraphs)
        facts |= dict.fromkeys(prose.facts_used())
    spans: Mapping[str, Span] = {network.name: document.span(*at, network.name, of_key=True) for network in NETWORKS}
    post = Post(
        texts=texts,
        about=tuple(entry.about),
        facts=tuple(facts),
        span=document.span(*at, of_key=True),
        spans=spans,
        written=written,
    )
    return findings.beside(post)
