"""From a course to one edition, with all that is decided about it once: its pages, its questions, its survey."""

from collections.abc import Iterator, Sequence

from signpost_builder.forms import course_form, form_page_url
from signpost_builder.model import Audience, Course, Edition, Plan, Site, edition_digest
from signpost_builder.resolving import Resolver
from signpost_builder.values import frozen


@frozen(kw_only=True)
class Wanted:
    """What an edition is to be made of: its name and digest are known before anything of it is made."""

    course: Course
    site: Site | None
    audience: Audience
    language: str

    @property
    def slug(self) -> str:
        return _slug(self.course, self.site, self.audience, self.language)

    @property
    def digest(self) -> str:
        return edition_digest(self.course, self.site)

    def made(self) -> Edition:
        return edition(self.course, self.site, self.audience, self.language)


def wanted(course: Course, sites: Sequence[Site | None], audiences: Sequence[Audience]) -> Iterator[Wanted]:
    """Every site with every audience in every language of the course."""
    for site in sites:
        for audience in audiences:
            for language in course.languages:
                yield Wanted(course=course, site=site, audience=audience, language=language)


def editions(course: Course, sites: Sequence[Site | None], audiences: Sequence[Audience]) -> Iterator[Edition]:
    """The same, each made when it is asked for."""
    return (one.made() for one in wanted(course, sites, audiences))


def edition(
    course: Course,
    site: Site | None = None,
    audience: Audience | None = None,
    language: str = "",
    *,
    survey: bool | None = None,
) -> Edition:
    """`audience` and `language` left out: the course's first.

    `survey`: whether the sets are asked that only a survey keeps; left out: where the course surveys this audience.
    """
    audience = audience or course.audiences[0]
    kept = course.survey if course.survey and audience.id in course.survey.respondents else None
    survey = kept is not None if survey is None else survey
    language = language or course.languages[0]
    resolver = Resolver(course, site, audience, language)
    collected = kept if survey else None
    modules = tuple(resolver.module(module) for module in course.modules if audience.id in module.audiences)
    plan = course.plans.get(audience.id, Plan())
    return Edition(
        course=course,
        slug=_slug(course, site, audience, language),
        audience=audience,
        language=language,
        site=site,
        modules=modules,
        before=tuple(resolver.asked(plan.before, survey)),
        after=tuple(resolver.asked(plan.after, survey)),
        contacts=tuple(resolver.help_panel()),
        trainer_notes=resolver.trainer_notes,
        slide_texts=resolver.slide_texts,
        survey=collected,
        form=course_form(course, audience, language) if collected else None,
        form_page=form_page_url(course, audience, language),
    )


def _slug(course: Course, site: Site | None, audience: Audience, language: str) -> str:
    names = (
        site.id if site else "",
        audience.id if audience.id != course.audiences[0].id else "",
        language if language != course.languages[0] else "",
    )
    return ".".join(filter(None, names)) or "general"
