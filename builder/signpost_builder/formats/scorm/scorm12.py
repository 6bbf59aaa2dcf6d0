"""SCORM 1.2: one SCO, the form that every LMS takes (standards, sections 1 and 7)."""

from collections.abc import Collection

from lxml.builder import ElementMaker

from signpost_builder import page
from signpost_builder.formats.scorm import manifest as shared
from signpost_builder.formats.scorm.options import Scorm
from signpost_builder.model import Edition
from signpost_builder.package import MANIFEST, Package, Tree
from signpost_builder.titles import full_title, short_title

CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADLCP = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
LOCATIONS = {CP: "imscp_rootv1p1p2.xsd", ADLCP: "adlcp_rootv1p2.xsd"}


def packages(rendered: page.Rendered, options: Scorm) -> tuple[Package, ...]:
    edition, files = rendered.edition, page.site_files(rendered, "scorm12")
    carried = options.carried("scorm12")
    tree: Tree = {MANIFEST: manifest(edition, files, located=bool(carried)), **files, **carried}
    return (Package(name=f"{edition.course.id}-scorm12.zip", kind="zip", tree=tree),)


def manifest(edition: Edition, names: Collection[str], *, located: bool = False) -> bytes:
    """The manifest. `located` names the XSDs at the package's root.

    No `adlcp:masteryscore` in either score mode: with it, LMSs overrule the status that the SCO sets, and a critical
    question wrongly answered would pass (standards, section 5, "Status, score").
    """
    nsmap: dict[str | None, str] = {None: CP, "adlcp": ADLCP, **({"xsi": shared.XSI} if located else {})}
    make = ElementMaker(namespace=CP, nsmap=nsmap)
    root = make.manifest(
        shared.schema_location(LOCATIONS if located else {}),
        make.metadata(make.schema("ADL SCORM"), make.schemaversion("1.2")),
        make.organizations(
            make.organization(
                make.title(full_title(edition)),
                make.item(
                    make.title(short_title(edition)),
                    identifier="item",
                    identifierref="resource",
                    isvisible="true",
                ),
                identifier="organization",
            ),
            default="organization",
        ),
        shared.resources(make, names, f"{{{ADLCP}}}scormtype"),
        identifier=shared.identifier(edition),
        version=edition.course.version,
    )
    return shared.xml_bytes(root, edition)
