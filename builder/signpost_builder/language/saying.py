"""What is said of a fact, a contact and all else that has an id: in hovers and beside completions, as Markdown."""

import re
from html import unescape

from signpost_builder.language.knowing import CourseKnown, Known
from signpost_builder.model import Contact, Fact, Site
from signpost_builder.resolving import contact_html

TAG = re.compile(r"<[^>]*>")
MOST_SITES = 60  # more are counted
MARKS = {
    "R": "read at the source",
    "S": "read in a page that reports the source",
    "C": "calculated",
    "P": "protective advice",
}


def figure(fact: Fact) -> str:
    """ "19,125 people (2024)"; a statement without a figure says so."""
    period = f" ({fact.period})" if fact.period else ""
    return f"{fact.value}{period}" if fact.value else "a statement, no figure"


def dates(fact: Fact) -> str:
    return f"checked {fact.checked}, to be read again by {fact.review_by}"


def of_fact(fact: Fact, uses: int) -> str:
    """The fact with where it was read and when it is due."""
    source = fact.source
    title = f"[{plain(source.title)}]({source.url})" if source.url else plain(source.title)
    copy = ", in a copy" if fact.read_in == "copy" else ""
    lines = (
        f"**{fact.id}**: {plain(fact.claim)}",
        plain(figure(fact)) if fact.value else "",
        f"{plain(source.publisher)}, {title}{', ' + plain(source.date) if source.date else ''}",
        f"{MARKS[fact.sure]}{copy}; {dates(fact)}",
        f"used in {uses} {'place' if uses == 1 else 'places'}",
    )
    return "\n\n".join(line for line in lines if line)


def of_contact(key: str, known: Known) -> str:
    """What stands in running text where `{contact:KEY}` is, in every course and at every site."""
    parts = [said for course in known.courses.values() if (said := _contact_in(key, course))]
    return "\n\n".join((f"**{key}**", *dict.fromkeys(parts))) if parts else ""


def _contact_in(key: str, course: CourseKnown) -> str:
    if local := course.local_contacts.get(key):
        lines = [f"without a site: {plain(local.words)}"]
        with_it = [site for site in course.sites if key in site.contacts]
        lines += [
            f"{plain(site.name)}: {plain(_words(site, key, local.words, local.words_unless))}"
            for site in with_it[:MOST_SITES]
        ]
        if more := with_it[MOST_SITES:]:
            lines.append(f"and {len(more)} more")
        if without := [site.name for site in course.sites if key not in site.contacts]:
            lines.append(f"as without a site: {plain(', '.join(without))}")
        families = [audience.title for audience in course.audiences if audience.exit_this_page]
        if local.personal and families:
            lines.append(f"{plain(', '.join(families))}: its title and number, not the person")
        return "\n".join(f"- {line}" for line in lines)
    line = course.helplines.get(key)
    return f"- everywhere: {plain(_text(contact_html(line)))}\n- {plain(_about(line))}" if line else ""


def _words(site: Site, key: str, words: str, unless: str) -> str:
    return _text(contact_html(site.contacts[key], words, unless))


def _about(line: Contact) -> str:
    return "; ".join(part for part in (line.purpose, line.hours) if part)


def _text(html: str) -> str:
    return unescape(TAG.sub("", html))


def plain(text: str) -> str:
    """Text in Markdown: what would be markup is not."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text.replace("\n", " "))
