"""An edition as every format shows it: what is decided about its page is decided here, once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from signpost_builder.model import Asset, Edition, QuestionSet
from signpost_builder.page.bodies import Bodies, all_assets, bodies
from signpost_builder.page.data import course_data, part_data, survey_data
from signpost_builder.page.features import FEATURES, SURVEY, edition_features
from signpost_builder.page.strings import strings
from signpost_builder.values import frozen


@frozen(kw_only=True)
class Rendered:
    """What a writer gets. `edition` has the blocks themselves, for formats that are not HTML.

    `texts`: the interface's, in the edition's language. `features` (page.features): what the page has that not every
    page has. `data`: what the player reads. `assets`: the media that the pages show, by their names in the HTML.
    """

    edition: Edition
    texts: Mapping[str, Any]
    bodies: Bodies
    features: frozenset[str]
    data: Mapping[str, Any]
    assets: Mapping[str, Asset]

    @property
    def without(self) -> frozenset[str]:
        """The features that the page has no use for."""
        return FEATURES - self.features

    @property
    def endpoint(self) -> str:
        """Where answers go; empty where they go nowhere."""
        return self.data["survey"]["endpoint"] if "survey" in self.data else ""


def render(edition: Edition) -> Rendered:
    made, survey = bodies(edition), survey_data(edition)
    features = _features(made, edition, surveyed=survey is not None)
    return Rendered(
        edition=edition,
        texts=strings(edition.language, edition.course.words),
        bodies=made,
        features=features,
        data=course_data(edition, survey, FEATURES - features),
        assets=all_assets(made.all) | _logo(edition),
    )


def _logo(edition: Edition) -> dict[str, Asset]:
    """It stands above every page."""
    logo = edition.course.look.logo
    return {logo.name: logo} if logo else {}


def asking(rendered: Rendered, before: tuple[QuestionSet, ...], after: tuple[QuestionSet, ...]) -> Rendered:
    """The same pages with some of the sets before and after them."""
    edition = rendered.edition
    if (edition.before, edition.after) == (before, after):
        return rendered
    edition = replace(edition, before=before, after=after)
    made = bodies(edition, rendered.bodies.modules)
    features = _features(made, edition, surveyed=SURVEY in rendered.features)
    return replace(
        rendered,
        edition=edition,
        bodies=made,
        features=features,
        data=part_data(rendered.data, edition, FEATURES - features),
        assets=all_assets(made.all) | _logo(edition),
    )


def _features(made: Bodies, edition: Edition, *, surveyed: bool) -> frozenset[str]:
    found = edition_features(edition).union(*(page.features for page in made.all))
    return found | {SURVEY} if surveyed else found
