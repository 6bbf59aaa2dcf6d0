"""SCORM 2004, 3rd and 4th Edition: one SCO, one primary objective, no sequencing beyond it (standards, section 1)."""

from collections.abc import Collection
from typing import Literal

from lxml import etree
from lxml.builder import ElementMaker

from signpost_builder import page
from signpost_builder.formats.scorm import manifest as shared
from signpost_builder.formats.scorm.options import Scorm
from signpost_builder.model import Edition
from signpost_builder.package import MANIFEST, Package, Tree
from signpost_builder.titles import full_title, short_title

CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADLCP = "http://www.adlnet.org/xsd/adlcp_v1p3"
ADLSEQ = "http://www.adlnet.org/xsd/adlseq_v1p3"
IMSSS = "http://www.imsglobal.org/xsd/imsss"
LOCATIONS = {CP: "imscp_v1p1.xsd", ADLCP: "adlcp_v1p3.xsd", ADLSEQ: "adlseq_v1p3.xsd", IMSSS: "imsss_v1p0.xsd"}

SchemaVersion = Literal["2004 3rd Edition", "2004 4th Edition"]


def third_edition(rendered: page.Rendered, options: Scorm) -> tuple[Package, ...]:
    return _packages(rendered, "scorm2004", "2004 3rd Edition", options)


def fourth_edition(rendered: page.Rendered, options: Scorm) -> tuple[Package, ...]:
    return _packages(rendered, "scorm2004-4th", "2004 4th Edition", options)


def _packages(rendered: page.Rendered, name: str, schema_version: SchemaVersion, options: Scorm) -> tuple[Package, ...]:
    edition, files = rendered.edition, page.site_files(rendered, "scorm2004")
    carried = options.carried(name)
    written = manifest(edition, files, schema_version, located=bool(carried))
    tree: Tree = {MANIFEST: written, **files, **carried}
    return (Package(name=f"{edition.course.id}-{name}.zip", kind="zip", tree=tree),)


def manifest(
    edition: Edition, names: Collection[str], schema_version: SchemaVersion, *, located: bool = False
) -> bytes:
    """The manifest; both editions say the same and differ in `schemaversion` alone. `located` names the XSDs at the root.

    Global objectives stay within a registration (`objectivesGlobalToSystem`), and the SCO alone decides completion and
    success (`deliveryControls`): otherwise an LMS may complete a SCO that says nothing.
    """
    nsmap: dict[str | None, str] = {
        None: CP,
        "adlcp": ADLCP,
        "adlseq": ADLSEQ,
        "imsss": IMSSS,
        **({"xsi": shared.XSI} if located else {}),
    }
    make = ElementMaker(namespace=CP, nsmap=nsmap)
    root = make.manifest(
        shared.schema_location(LOCATIONS if located else {}),
        make.metadata(make.schema("ADL SCORM"), make.schemaversion(schema_version)),
        make.organizations(
            make.organization(
                {f"{{{ADLSEQ}}}objectivesGlobalToSystem": "false"},
                make.title(full_title(edition)),
                make.item(
                    make.title(short_title(edition)),
                    sequencing(edition),
                    identifier="item",
                    identifierref="resource",
                    isvisible="true",
                ),
                _SEQUENCE.sequencing(_SEQUENCE.controlMode(choice="true", flow="true")),
                identifier="organization",
            ),
            default="organization",
        ),
        shared.resources(make, names, f"{{{ADLCP}}}scormType"),
        identifier=shared.identifier(edition),
        version=edition.course.version,
    )
    return shared.xml_bytes(root, edition)


_SEQUENCE = ElementMaker(namespace=IMSSS, nsmap={"imsss": IMSSS})


def sequencing(edition: Edition) -> etree._Element:
    """The item's objectives: the primary one rolls up; "pretest" and "posttest" are the SCO's own notes and never do.

    Children in the order of the schema: objectives, then deliveryControls (imsss_v1p0.xsd, sequencingType).
    """
    asked = (("pretest", edition.before), ("posttest", edition.after))
    return _SEQUENCE.sequencing(
        _SEQUENCE.objectives(
            _primary_objective(edition), *(_SEQUENCE.objective(objectiveID=name) for name, sets in asked if sets)
        ),
        _SEQUENCE.deliveryControls(tracked="true", completionSetByContent="true", objectiveSetByContent="true"),
    )


def _primary_objective(edition: Edition) -> etree._Element:
    """With a threshold the LMS judges success from the score and ignores the SCO (RTE 4.2.22).

    So there is one only where the score is sent and decides alone: in mode "exact", and not when a critical question
    can fail a learner whose score is high enough.
    """
    scored = [question for asked in edition.after if asked.kind == "knowledge" for question in asked.questions]
    if edition.course.score_mode != "exact" or not scored or any(question.critical for question in scored):
        return _SEQUENCE.primaryObjective(objectiveID="primary")
    threshold = f"{edition.course.pass_mark_percent / 100:g}"
    return _SEQUENCE.primaryObjective(
        _SEQUENCE.minNormalizedMeasure(threshold), objectiveID="primary", satisfiedByMeasure="true"
    )
