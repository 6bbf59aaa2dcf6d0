"""From a course to one edition, with all that is decided about it once: its pages, its questions, its survey."""

from signpost_builder.forms import course_form, form_page_url
from signpost_builder.model import Audience, Course, Edition, Plan, Site
from signpost_builder.resolving import Resolver


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
    names = (
        site.id if site else "",
        audience.id if audience.id != course.audiences[0].id else "",
        language if language != course.languages[0] else "",
    )
    return Edition(
        course=course,
        slug=".".join(filter(None, names)) or "general",
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
