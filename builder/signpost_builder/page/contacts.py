"""How contacts are shown to learners, and which of them where somebody may need one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from signpost_builder.model import Contact, Edition
from signpost_builder.page.strings import direction
from signpost_builder.values import frozen


@frozen
class ContactView:
    """A contact with its number as a dialler takes it and its address named by host."""

    name: str
    purpose: str
    phone: str
    dial: str
    extension: str
    email: str
    url: str
    site: str
    hours: str
    emergency: bool


def contact_view(contact: Contact) -> ContactView:
    return ContactView(
        name=contact.name,
        purpose=contact.purpose,
        phone=contact.phone,
        dial=contact.dial,
        extension=contact.extension,
        email=contact.email,
        url=contact.url,
        site=(urlsplit(contact.url).hostname or contact.url).removeprefix("www."),
        hours=contact.hours,
        emergency=contact.emergency,
    )


def someone_to_talk_to(contacts: Sequence[Contact]) -> list[ContactView]:
    """Two lines after a hard part: the nearest person first, then a listening service."""
    calm = [contact for contact in contacts if not contact.emergency]
    listening = [contact for contact in calm[1:] if contact.listening] or calm[1:]
    return [contact_view(contact) for contact in calm[:1] + listening[:1]]


def no_reports(edition: Edition, texts: Mapping[str, Any]) -> str:
    """Says that nothing is reported, and whom to contact: the nearest person of the help panel."""
    nearest = next((contact for contact in edition.contacts if not contact.emergency), None)
    if nearest is None:
        return f"{texts['help']['no_reports']} {texts['help']['nobody']}".strip()
    return f"{texts['help']['no_reports']} {texts['help']['nearest'].format(name=reachable(nearest, edition.language))}"


def reachable(contact: Contact, language: str) -> str:
    """Name and number. In right-to-left text the number is isolated (Unicode Bidirectional Algorithm), or it would turn round."""
    name = contact.name
    if name.startswith("Your "):  # the national wording, here inside a sentence
        name = f"y{name[1:]}"
    number = f"{contact.phone} {contact.extension}".strip()
    phone = f"\u2066{number}\u2069" if direction(language) == "rtl" else number
    return f"{name} ({phone})" if number else name


def help_groups(contacts: Iterable[Contact]) -> dict[str, list[ContactView]]:
    groups: dict[str, list[ContactView]] = {"emergency": [], "local": [], "national": []}
    for contact in contacts:
        group = "emergency" if contact.emergency else "local" if contact.local else "national"
        groups[group].append(contact_view(contact))
    return groups
