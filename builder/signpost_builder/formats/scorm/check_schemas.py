"""XSD validation of a manifest, offline, with documents that are known by their hash."""

import copy
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from signpost_builder.diagnostics import Diagnostic, error
from signpost_builder.formats.scorm.check_manifest import Manifest
from signpost_builder.formats.scorm.vocabulary import ELEMENTS, XML, XSI
from signpost_builder.formats.scorm.xsd import FETCH, SchemasMissing, Standard, control_documents, pinned, recognised
from signpost_builder.lint.archive import Files, at
from signpost_builder.package import MANIFEST

ROOTS: Mapping[Standard, tuple[str, ...]] = {
    "scorm12": ("imscp_rootv1p1p2.xsd", "adlcp_rootv1p2.xsd"),
    "scorm2004": ("imscp_v1p1.xsd", "adlcp_v1p3.xsd", "adlnav_v1p3.xsd", "adlseq_v1p3.xsd", "imsss_v1p0.xsd"),
    "scorm2004-4th": ("imscp_v1p1.xsd", "adlcp_v1p3.xsd", "adlnav_v1p3.xsd", "adlseq_v1p3.xsd", "imsss_v1p0.xsd"),
}
# The 1.2 file binds the XML namespace as its default, which namespaces in XML forbid: libxml2 drops it. The same in legal XML.
IMS_XML = b"""<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
<xsd:attribute name="lang" type="xsd:language"/><xsd:attribute name="base" type="xsd:string"/>
<xsd:attribute name="space" type="xsd:string"/><xsd:attribute name="link" type="xsd:string"/></xsd:schema>"""
NOT_DONE = f"XSD validation was not done: the official schemas are not at hand. This brings them here: {FETCH}"


def documents(standard: Standard, archive: Files, places: Iterable[Path]) -> Mapping[str, bytes] | None:
    """The schemas: the package's own if they are genuine and complete, else those found in `places`, else none."""
    wanted = {name for name in pinned(standard) if name.endswith(".xsd")} & archive.names
    own = recognised(standard, {name: archive.read(name) for name in wanted})
    if set(ROOTS[standard]) <= own.keys() and own.keys() == {
        name for name in pinned(standard) if name.endswith(".xsd")
    }:
        return own
    try:
        return control_documents(standard, places)
    except SchemasMissing:
        return None


def validate(manifest: Manifest, found: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """What the XSDs refuse. Elements of foreign namespaces are left out: no schema of theirs is at hand."""
    schema = _schema(manifest.standard, tuple(sorted(found.items())))
    judged = _without_foreign(manifest)
    if not schema.validate(judged):
        for fault in schema.error_log:
            message = fault.message
            for namespace in (*ELEMENTS[manifest.standard], XML):
                message = message.replace(f"{{{namespace}}}", "")
            yield error(
                at(MANIFEST, fault.line or 1), "manifest-schema-invalid", message, "the official schemas refuse this"
            )


def not_validated(manifest: Manifest) -> list[str]:
    """What to say about namespaces whose elements no schema at hand describes."""
    known = ELEMENTS[manifest.standard]
    foreign = {etree.QName(element).namespace or "no namespace" for element in manifest.root.iter("*")} - known.keys()
    return [
        f"Elements of {namespace} were not validated: no schema for them is at hand." for namespace in sorted(foreign)
    ]


def _without_foreign(manifest: Manifest) -> etree._Element:
    judged = copy.deepcopy(manifest.root)
    known = ELEMENTS[manifest.standard]
    for element in list(judged.iter("*")):
        if etree.QName(element).namespace not in known and (above := element.getparent()) is not None:
            above.remove(element)
            continue
        for key in element.attrib:
            namespace = etree.QName(key).namespace
            if namespace == XSI or (namespace is not None and namespace not in known and namespace != XML):
                del element.attrib[key]
    return judged


@lru_cache(maxsize=8)
def _schema(standard: Standard, found: tuple[tuple[str, bytes], ...]) -> etree.XMLSchema:
    """Compiled through a driver that imports every namespace: wildcards accept only what is imported."""
    texts = {**dict(found), "ims_xml.xsd": IMS_XML}
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    parser.resolvers.add(_Resolver(texts))
    imports = "".join(
        f'<xs:import namespace="{etree.fromstring(texts[name], parser).get("targetNamespace")}" schemaLocation="{name}"/>'
        for name in ROOTS[standard]
    )
    driver = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(driver, parser, base_url="signpost:/driver.xsd"))


class _Resolver(etree.Resolver):
    """Serves the given files by their last name, wherever an import says they are, and nothing else."""

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self.texts = texts

    def resolve(self, url: str | None, public_id: str | None, context: Any) -> Any:
        name = (url or "").rsplit("/", 1)[-1]
        return self.resolve_string(self.texts.get(name, b""), context, base_url=f"signpost:/{name}")
