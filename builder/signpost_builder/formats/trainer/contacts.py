"""Which of an edition's contacts a sheet of paper shows, and where its QR code leads."""

from signpost_builder.model import Contact, Edition

ON_THE_POSTER, WRITTEN_IN = 6, 4


def dialled_in_danger(edition: Edition) -> list[Contact]:
    return [one for one in edition.contacts if one.emergency and one.phone]


def on_the_sheet(edition: Edition) -> list[Contact]:
    """The site's own people, without a site the national lines; last, somebody who listens. Emergency lines stand above all.

    What is only an address of documents stays on the pages, where it can be followed.
    """
    local = [one for one in edition.contacts if one.local and not (one.url and not one.phone)]
    national = [one for one in edition.contacts if not one.local and not one.emergency and one.phone]
    listening = [one for one in national if one.listening]
    return local + listening if local else national


def on_the_poster(edition: Edition) -> list[Contact]:
    """The same, as far as they are read from across a room: with a number, and the first few."""
    return [one for one in on_the_sheet(edition) if one.phone][:ON_THE_POSTER]


def to_write_in(edition: Edition) -> list[str]:
    """Roles to fill in by hand, where the edition names no site; families read their own words for them."""
    if edition.site:
        return []
    known = [one for one in edition.course.local_contacts if not one.audiences or edition.audience.id in one.audiences]
    return [(edition.audience.exit_this_page and one.family_title) or one.title for one in known[:WRITTEN_IN]]


def scanned(edition: Edition) -> tuple[str, str] | None:
    """(name, web address) of the help that a QR code opens; None where no contact has an address.

    The first local one that has an address and answers the telephone, so that it is somebody and no document; then the first line of all.
    """
    reached = [one for one in edition.contacts if one.url and not one.emergency]
    first = next((one for one in reached if one.local and one.phone), None)
    one = first or next((one for one in reached if not one.local), None)
    return (one.name, one.url) if one else None
