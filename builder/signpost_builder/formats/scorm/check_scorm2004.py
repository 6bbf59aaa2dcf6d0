"""Rules of SCORM 2004 alone, from ADL's application profile (standards, section 3)."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from signpost_builder.diagnostics import Diagnostic, error, nearest
from signpost_builder.formats.scorm.check_manifest import Manifest, place
from signpost_builder.formats.scorm.vocabulary import ADLCP, ADLSEQ, IMSSS

ON_SCOS_ONLY = ("dataFromLMS", "timeLimitAction", "completionThreshold")


def sco_only(manifest: Manifest) -> Iterator[Diagnostic]:
    """Elements that speak to a SCO make sense only on an item that launches one."""
    for item in manifest.all("item"):
        resource = manifest.resources.get(item.get("identifierref", ""))
        if resource is not None and resource.get(manifest.scorm_type) == "sco":
            continue
        for name in ON_SCOS_ONLY:
            for element in item.findall(f"{{{ADLCP}}}{name}"):
                yield error(
                    place(element), "manifest-sco-only", f"'{name}' stands on an item that launches no SCO", "remove it"
                )


def completion_thresholds(manifest: Manifest) -> Iterator[Diagnostic]:
    """A number as text in the 3rd Edition, attributes without text in the 4th."""
    fourth = manifest.standard == "scorm2004-4th"
    for element in manifest.root.iter(f"{{{ADLCP}}}completionThreshold"):
        text = (element.text or "").strip()
        if fourth and text:
            hint = 'write <adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="…"/>'
            yield error(
                place(element),
                "manifest-completion-threshold",
                "in the 4th Edition it has attributes and no text",
                hint,
            )
        if not fourth and not _between(text, 0, 1):
            message = f"the completion threshold '{text}' is not a number from 0 to 1"
            yield error(place(element), "manifest-completion-threshold", message, "write it like 1.0")


def objective_ids(manifest: Manifest) -> Iterator[Diagnostic]:
    """Unique within an activity, and there wherever something is mapped."""
    for sequencing in manifest.root.iter(f"{{{IMSSS}}}sequencing"):
        objectives = _objectives(sequencing)
        repeated = Counter(objective.get("objectiveID") for objective in objectives)
        for objective in objectives:
            identifier = objective.get("objectiveID")
            if identifier is None and (objective.find(f"{{{IMSSS}}}mapInfo") is not None or not _is_primary(objective)):
                yield error(
                    place(objective), "sequencing-objective-id", "an objective that is mapped needs an 'objectiveID'"
                )
            elif identifier is not None and repeated[identifier] > 1:
                message = f"the objective '{identifier}' is declared {repeated[identifier]} times in one activity"
                yield error(place(objective), "sequencing-objective-id", message, "rename all but one")


def measures(manifest: Manifest) -> Iterator[Diagnostic]:
    for element in manifest.root.iter(f"{{{IMSSS}}}minNormalizedMeasure"):
        if not _between((element.text or "").strip(), -1, 1):
            message = f"the threshold '{element.text}' is not a number from -1 to 1"
            yield error(place(element), "sequencing-measure", message, "80 per cent is 0.8")


def global_objectives(manifest: Manifest) -> Iterator[Diagnostic]:
    """An objective reads from one global objective; within an activity one map writes to a global objective (SN 3.10).

    ADL's 4th Edition maps live beside the objectives, under the same rule, each kind of value for itself.
    """
    for sequencing in manifest.root.iter(f"{{{IMSSS}}}sequencing"):
        written: Counter[tuple[str, str]] = Counter()
        adl = sequencing.findall(f"{{{ADLSEQ}}}objectives/{{{ADLSEQ}}}objective")
        for objective in (*_objectives(sequencing), *adl):
            read: Counter[str] = Counter()
            for mapping in objective.findall("{*}mapInfo"):
                target = mapping.get("targetObjectiveID", "")
                for value, reads, writes in _map_values(mapping):
                    read[value] += reads
                    written[value, target] += writes
                    if reads and read[value] == 2:
                        message = f"'{objective.get('objectiveID', '')}' reads its {value} from two global objectives"
                        yield error(place(mapping), "sequencing-global-objective", message, "let one map read it")
                    if writes and written[value, target] == 2:
                        message = f"two maps write the {value} of the global objective '{target}'"
                        yield error(
                            place(mapping), "sequencing-global-objective", message, "let one objective write it"
                        )


def _map_values(mapping: etree._Element) -> Iterator[tuple[str, bool, bool]]:
    """(what is mapped, whether it is read, whether it is written), with the schema's defaults: read yes, write no."""
    imsss = etree.QName(mapping).namespace == IMSSS
    names = (
        ("SatisfiedStatus", "NormalizedMeasure")
        if imsss
        else ("RawScore", "MinScore", "MaxScore", "CompletionStatus", "ProgressMeasure")
    )
    for name in names:
        yield (
            name,
            mapping.get(f"read{name}", "true") in ("true", "1"),
            mapping.get(f"write{name}", "false") in ("true", "1"),
        )


def referenced_objectives(manifest: Manifest) -> Iterator[Diagnostic]:
    """Sequencing with an `IDRef` and the one it refers to are merged (SN 2.2), so either may hold the objective."""
    everywhere = list(manifest.root.iter(f"{{{IMSSS}}}sequencing"))
    for sequencing in everywhere:
        names = {sequencing.get("ID"), sequencing.get("IDRef")} - {None}
        merged = [one for one in everywhere if one is sequencing or {one.get("ID"), one.get("IDRef")} & names]
        known = {objective.get("objectiveID", "") for one in merged for objective in _objectives(one)}
        for condition in sequencing.iter(f"{{{IMSSS}}}ruleCondition"):
            reference = condition.get("referencedObjective")
            if reference is not None and reference not in known:
                message = f"the rule refers to the objective '{reference}', which its activity does not have"
                yield error(place(condition), "sequencing-reference", message, nearest(reference, known - {""}))


def collections(manifest: Manifest) -> Iterator[Diagnostic]:
    """`IDRef` leads to an `ID` in the sequencingCollection, and an `ID` stands only there."""
    kept = {
        one.get("ID", "") for one in manifest.root.iterfind(f".//{{{IMSSS}}}sequencingCollection/{{{IMSSS}}}sequencing")
    }
    for sequencing in manifest.root.iter(f"{{{IMSSS}}}sequencing"):
        above = sequencing.getparent()
        collected = above is not None and etree.QName(above).localname == "sequencingCollection"
        reference = sequencing.get("IDRef")
        if collected and (reference is not None or not sequencing.get("ID")):
            yield error(
                place(sequencing), "sequencing-reference", "sequencing in a collection has an 'ID' and no 'IDRef'"
            )
        elif not collected and sequencing.get("ID"):
            yield error(
                place(sequencing), "sequencing-reference", "'ID' belongs to sequencing in a sequencingCollection only"
            )
        elif not collected and reference is not None and reference not in kept:
            message = f"no sequencing in the collection is called '{reference}'"
            yield error(place(sequencing), "sequencing-reference", message, nearest(reference, kept))


def _objectives(sequencing: etree._Element) -> list[etree._Element]:
    return [*sequencing.iterfind(f"{{{IMSSS}}}objectives/*")]


def _is_primary(objective: etree._Element) -> bool:
    return etree.QName(objective).localname == "primaryObjective"


def _between(text: str, low: float, high: float) -> bool:
    try:
        return low <= float(text) <= high
    except ValueError:
        return False


RULES = (
    sco_only,
    completion_thresholds,
    objective_ids,
    measures,
    global_objectives,
    referenced_objectives,
    collections,
)
