"""The rules that SCORM 1.2 and 2004 share: what the XSDs accept although it is wrong (standards, section 3)."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from signpost_builder.diagnostics import Diagnostic, Span, error, nearest, warning
from signpost_builder.formats.scorm.vocabulary import ADLCP, ADLCP_12, CP, CP_12, ELEMENTS, PREFIXED, XML, XSI
from signpost_builder.formats.scorm.xsd import Standard
from signpost_builder.lint.archive import Unreadable, at
from signpost_builder.package import MANIFEST

SCHEMA_VERSIONS: dict[Standard, str] = {
    "scorm12": "1.2",
    "scorm2004": "2004 3rd Edition",
    "scorm2004-4th": "2004 4th Edition",
}
CONTROL_DOCUMENTS = (".xsd", ".dtd")


@dataclass(frozen=True)
class Manifest:
    """A parsed manifest and the files beside it."""

    standard: Standard
    root: etree._Element
    names: frozenset[str]  # files in the package

    @property
    def cp(self) -> str:
        return CP_12 if self.standard == "scorm12" else CP

    @property
    def scorm_type(self) -> str:
        return f"{{{ADLCP_12}}}scormtype" if self.standard == "scorm12" else f"{{{ADLCP}}}scormType"

    def all(self, name: str) -> Iterator[etree._Element]:
        """Elements of the packaging namespace, in document order."""
        return self.root.iter(f"{{{self.cp}}}{name}")

    def children(self, parent: etree._Element, name: str) -> list[etree._Element]:
        return parent.findall(f"{{{self.cp}}}{name}")

    @cached_property
    def resources(self) -> dict[str, etree._Element]:
        return {resource.get("identifier", ""): resource for resource in self.all("resource")}

    def path(self, element: etree._Element, href: str) -> str:
        """The name in the package that `href` on `element` means, with every xml:base above it."""
        bases = [one.get(f"{{{XML}}}base", "") for one in (*reversed(list(element.iterancestors())), element)]
        joined = ""
        for part in (*bases, href):
            joined = urljoin(joined, part)
        return posixpath.normpath(unquote(urlsplit(joined).path))


def place(element: etree._Element) -> Span:
    return at(MANIFEST, element.sourceline or 1)


def parse(text: bytes) -> etree._Element:
    """The root element. Nothing is fetched and no entity is expanded; raises Unreadable for what is no plain XML."""
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False, huge_tree=False)
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as reason:
        line, column = reason.position
        message = f"the manifest is not well-formed XML: {reason.msg}"
        raise Unreadable(error(at(MANIFEST, line, max(column, 1)), "manifest-not-xml", message)) from reason
    if root.getroottree().docinfo.doctype:
        hint = "remove the DOCTYPE; SCORM manifests have none, and its entities can be used to attack an LMS"
        raise Unreadable(error(at(MANIFEST, 1), "manifest-doctype", "the manifest declares a document type", hint))
    return root


def standard_of(root: etree._Element) -> Standard:
    """By namespace, then by `schemaversion`; raises Unreadable for something else than SCORM."""
    name = etree.QName(root)
    if name.localname == "manifest" and name.namespace == CP_12:
        return "scorm12"
    if name.localname == "manifest" and name.namespace == CP:
        stated = root.findtext(f"{{{CP}}}metadata/{{{CP}}}schemaversion", "")
        return "scorm2004-4th" if "4th" in stated else "scorm2004"
    message = f"the root element is '{name.localname}' in '{name.namespace or 'no namespace'}', not a SCORM manifest"
    raise Unreadable(error(place(root), "manifest-not-scorm", message, f"SCORM 1.2 has '{CP_12}', 2004 has '{CP}'"))


def schema_version(manifest: Manifest) -> Iterator[Diagnostic]:
    """`metadata` begins with `schema` and `schemaversion`, spelt as the standard does."""
    metadata = manifest.root.find(f"{{{manifest.cp}}}metadata")
    wanted = {"schema": "ADL SCORM", "schemaversion": SCHEMA_VERSIONS[manifest.standard]}
    if metadata is None:
        yield error(place(manifest.root), "manifest-schema-version", "'metadata' is missing", f"give it {wanted}")
        return
    found = [etree.QName(child).localname for child in metadata.iterchildren("*")][:2]
    if found != list(wanted):
        yield error(
            place(metadata), "manifest-schema-version", "'metadata' has to begin with 'schema', then 'schemaversion'"
        )
    for name, value in wanted.items():
        stated = metadata.findtext(f"{{{manifest.cp}}}{name}")
        if stated is not None and stated.strip() != value:
            hint = f"write '{value}'" if name == "schema" else f"write one of: {', '.join(SCHEMA_VERSIONS.values())}"
            yield error(place(metadata), "manifest-schema-version", f"'{name}' is '{stated}'", hint)


def identifiers(manifest: Manifest) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for element in manifest.root.iter("*"):
        identifier = element.get("identifier")
        if identifier in seen:
            yield error(
                place(element), "manifest-identifier", f"the identifier '{identifier}' is used twice", "rename one"
            )
        if identifier is not None:
            seen.add(identifier)


def references(manifest: Manifest) -> Iterator[Diagnostic]:
    """libxml2 checks no IDREF, so references that lead nowhere pass the XSDs."""
    organizations = {one.get("identifier", "") for one in manifest.all("organization")}
    for element in manifest.all("organizations"):
        if (default := element.get("default")) is not None and default not in organizations:
            yield _dangling(element, "default", default, organizations)
    for name in ("item", "dependency"):
        for element in manifest.all(name):
            reference = element.get("identifierref")
            if reference and reference not in manifest.resources:
                yield _dangling(element, "identifierref", reference, manifest.resources)


def _dangling(
    element: etree._Element, attribute: str, value: str, known: "set[str] | dict[str, etree._Element]"
) -> Diagnostic:
    message = f"'{attribute}' is '{value}', which nothing in the manifest is called"
    return error(place(element), "manifest-dangling-reference", message, nearest(value, known))


def titles(manifest: Manifest) -> Iterator[Diagnostic]:
    for name in ("organization", "item"):
        for element in manifest.all(name):
            found = manifest.children(element, "title")
            if len(found) != 1 or not (found[0].text or "").strip():
                what = "no title" if not found else "an empty title" if len(found) == 1 else f"{len(found)} titles"
                hint = "an LMS shows it to learners; give it exactly one"
                yield error(
                    place(element), "manifest-title", f"the {name} '{element.get('identifier', '')}' has {what}", hint
                )


def items(manifest: Manifest) -> Iterator[Diagnostic]:
    """Something to launch, and leaves that launch it."""
    organizations = list(manifest.all("organization"))
    if not organizations:
        hint = "an LMS needs an organization with an item that launches a resource"
        yield error(place(manifest.root), "manifest-no-item", "there is no organization", hint)
    for organization in organizations:
        if not manifest.children(organization, "item"):
            yield error(
                place(organization),
                "manifest-no-item",
                "the organization has no item",
                "add one that launches a resource",
            )
    for item in manifest.all("item"):
        leaf, launches = not manifest.children(item, "item"), bool(item.get("identifierref"))
        if leaf and not launches:
            hint = "give it an 'identifierref', or items of its own"
            yield error(place(item), "manifest-leaf", "an item without items below it launches nothing", hint)
        if not leaf and launches and manifest.standard != "scorm12":
            hint = "move the resource to an item of its own below it"
            yield error(place(item), "manifest-leaf", "an item with items below it may not launch a resource", hint)


def resources(manifest: Manifest) -> Iterator[Diagnostic]:
    launched = {item.get("identifierref") for item in manifest.all("item")}
    attribute = etree.QName(manifest.scorm_type).localname
    for identifier, resource in manifest.resources.items():
        if resource.get("type") != "webcontent":
            message = f"the resource type is '{resource.get('type', '')}'"
            yield error(place(resource), "manifest-resource-type", message, "SCORM has 'webcontent' only")
        if resource.get(manifest.scorm_type) not in ("sco", "asset"):
            hint = f"'adlcp:{attribute}' has to be 'sco' or 'asset', spelt like this in this standard"
            yield error(
                place(resource), "manifest-scorm-type", f"the resource '{identifier}' does not say what it is", hint
            )
        if not resource.get("href") and (identifier in launched or resource.get(manifest.scorm_type) == "sco"):
            yield error(place(resource), "manifest-href", f"the resource '{identifier}' has no 'href' to launch")


def hrefs(manifest: Manifest) -> Iterator[Diagnostic]:
    for element in (*manifest.all("resource"), *manifest.all("file")):
        href = element.get("href")
        if href is not None and (what := _fault(href)):
            hint = "write the path from the package's root, with '/', and parameters in item/@parameters"
            yield error(place(element), "manifest-href", f"the href '{href}' {what}", hint)


def _fault(href: str) -> str:
    if not href.strip():
        return "is empty"
    if "\\" in href:
        return "has backslashes"
    if href.startswith("/") or urlsplit(href).scheme or urlsplit(href).netloc:
        return "is not relative to the package"
    if any(character.isspace() for character in href):
        return "has spaces; write %20"
    if ".." in unquote(href).split("/"):
        return "leaves its folder with '..'"
    return "has parameters" if "?" in href else ""


def _brought(manifest: Manifest, resource: etree._Element) -> set[str]:
    """The files of the resources that this one depends on: they count as its own (IMS Content Packaging 1.1.4, 4.5)."""
    wanted = {dependency.get("identifierref") for dependency in manifest.children(resource, "dependency")}
    others = [other for other in manifest.all("resource") if other.get("identifier") in wanted] if wanted else []
    return {manifest.path(other, file.get("href", "")) for other in others for file in manifest.children(other, "file")}


def files(manifest: Manifest) -> Iterator[Diagnostic]:
    """Launch pages listed, listed files there, files there listed: some LMSs serve only what is listed."""
    listed: set[str] = set()
    by_case = {name.lower(): name for name in manifest.names}
    for resource in manifest.all("resource"):
        own = {manifest.path(file, file.get("href", "")) for file in manifest.children(resource, "file")}
        listed |= own
        href = resource.get("href", "")
        if (
            href
            and not _fault(href)
            and (page := manifest.path(resource, href)) not in own | _brought(manifest, resource)
        ):
            hint = f'add <file href="{href}"/> to the resource'
            say = warning if page in manifest.names else error  # it is there: an LMS that unpacks everything serves it
            yield say(
                place(resource), "manifest-launch-not-listed", f"'{href}' is launched but not listed as a file", hint
            )
        for file in manifest.children(resource, "file"):
            name = manifest.path(file, file.get("href", ""))
            if not _fault(file.get("href", "")) and name not in manifest.names:
                other = by_case.get(name.lower())
                hint = f"the package has '{other}'; case counts" if other else nearest(name, manifest.names)
                yield error(place(file), "manifest-file-missing", f"'{name}' is listed but not in the package", hint)
    described = {manifest.path(one, (one.text or "").strip()) for one in manifest.root.iter("{*}location")}
    for name in sorted(manifest.names - listed - described - {MANIFEST}):
        if not name.lower().endswith(CONTROL_DOCUMENTS):
            yield warning(
                at(name), "manifest-file-unlisted", "no resource lists this file; some LMSs will not serve it"
            )


def names(manifest: Manifest) -> Iterator[Diagnostic]:
    """Elements and attributes in SCORM's namespaces that the standard does not have, and namespaces of others."""
    known = ELEMENTS[manifest.standard]
    for element in manifest.root.iter("*"):
        name = etree.QName(element)
        space = name.namespace or ""
        if space not in known:
            if not any(etree.QName(above).localname == "metadata" for above in element.iterancestors()):
                yield _foreign(element, f"the element '{name.localname}'", name.namespace)
        elif name.localname not in known[space]:
            hint = nearest(name.localname, known[space])
            message = f"{SCHEMA_VERSIONS[manifest.standard]} has no element '{name.localname}'"
            yield error(place(element), "manifest-unknown-name", message, hint)
        else:
            yield from _attributes(manifest, element, known[space][name.localname])


def _attributes(manifest: Manifest, element: etree._Element, own: frozenset[str]) -> Iterator[Diagnostic]:
    known, prefixed = ELEMENTS[manifest.standard], PREFIXED[manifest.standard]
    here = etree.QName(element).localname
    for key in element.attrib:
        name = etree.QName(key)
        if name.namespace in (XML, XSI) or (name.namespace is None and name.localname in own):
            continue
        if name.namespace is not None and name.namespace not in known:
            yield _foreign(element, f"the attribute '{name.localname}'", name.namespace)
        elif prefixed.get((name.namespace or "", name.localname)) != here:
            hint = nearest(name.localname, own | {local for (_, local), where in prefixed.items() if where == here})
            message = f"{SCHEMA_VERSIONS[manifest.standard]} has no attribute '{name.localname}' on '{here}'"
            yield error(place(element), "manifest-unknown-name", message, hint)


def _foreign(element: etree._Element, what: str, namespace: str | None) -> Diagnostic:
    message = f"{what} is from '{namespace or 'no namespace'}', which is not part of the standard"
    return warning(place(element), "manifest-foreign-name", message, "LMSs ignore it or refuse the package")


def submanifests(manifest: Manifest) -> Iterator[Diagnostic]:
    for inner in manifest.all("manifest"):
        if inner is not manifest.root:
            hint = "merge its items and resources into the outer manifest"
            yield error(place(inner), "manifest-submanifest", "a manifest within a manifest; SCORM forbids it", hint)


def bases(manifest: Manifest) -> Iterator[Diagnostic]:
    for element in manifest.root.iter("*"):
        base = element.get(f"{{{XML}}}base")
        if base is not None and not base.endswith("/"):
            yield error(place(element), "manifest-xml-base", f"xml:base is '{base}'", "it is a folder: end it with '/'")


def schema_locations(manifest: Manifest) -> Iterator[Diagnostic]:
    """Whoever names a schema has to bring it; LMSs and validators are offline, or should be."""
    for element in manifest.root.iter("*"):
        for stated in element.get(f"{{{XSI}}}schemaLocation", "").split()[1::2]:
            if "://" not in stated and manifest.path(element, stated) not in manifest.names:
                hint = "put it into the package, or leave xsi:schemaLocation out"
                message = f"xsi:schemaLocation names '{stated}', which is not in the package"
                yield warning(place(element), "manifest-schema-location", message, hint)


RULES = (
    schema_version,
    identifiers,
    references,
    titles,
    items,
    resources,
    hrefs,
    files,
    names,
    submanifests,
    bases,
    schema_locations,
)
