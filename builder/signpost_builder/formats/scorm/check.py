"""Judge a SCORM package, whoever made it: the zip, the manifest, the schemas, the pages and scripts.

The rules are those of the application profile (standards, section 3) and of what real LMSs do with packages (section 5).
"""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from signpost_builder.diagnostics import Diagnostic, error, in_order
from signpost_builder.formats.format import Told
from signpost_builder.formats.scorm import check_manifest as shared
from signpost_builder.formats.scorm import check_schemas as schemas
from signpost_builder.formats.scorm import check_scorm12 as scorm12
from signpost_builder.formats.scorm import check_scorm2004 as scorm2004
from signpost_builder.formats.scorm.flags import schema_places
from signpost_builder.lint import answers, content
from signpost_builder.lint.archive import Files, Unreadable, at, names_in, open_archive, open_folder
from signpost_builder.lint.report import Report
from signpost_builder.package import MANIFEST

PAGE = "index.html"


def is_scorm(path: Path) -> bool:
    """Whether it holds a manifest, at the right place or at one of the two usual wrong ones."""
    return any(_is_manifest(name) for name in names_in(path))


def lint_told(path: Path, told: Told) -> Report:
    return lint(path, schema_places(Path.cwd(), told))


def lint(path: Path, places: Iterable[Path]) -> Report:
    """Everything found in the package at `path`, a file or, not zipped yet, a folder. `places`: folders that may hold the official schemas."""
    try:
        archive, found = open_folder(path) if path.is_dir() else open_archive(path)
    except Unreadable as stop:
        return Report(diagnostics=(stop.diagnostic,))
    standard = "unknown"
    notes: tuple[str, ...] = ()
    proof = answers.Proof()
    try:
        manifest = _manifest(archive)
        standard = manifest.standard
        found += _judged(manifest)
        documents = schemas.documents(standard, archive, places)
        if documents is None:
            notes = (schemas.NOT_DONE,)
        else:
            found += schemas.validate(manifest, documents)
            notes = tuple(schemas.not_validated(manifest))
        proof = _answers(path, archive, standard)
        found += proof.diagnostics
        notes += proof.notes
    except Unreadable as stop:
        found.append(stop.diagnostic)
    found += _contents(archive)
    return Report(
        diagnostics=tuple(in_order(found)),
        notes=notes,
        proved=proof.proved,
        standard=standard,
        files=len(archive.names),
        _archive=archive,
    )


def _answers(path: Path, archive: Files, standard: str) -> answers.Proof:
    if PAGE not in archive.names:
        return answers.Proof()
    adapter: answers.Adapter = "scorm12" if standard == "scorm12" else "scorm2004"
    return answers.proof(archive, PAGE, adapter, partial(answers.form_file, path))


def _manifest(archive: Files) -> shared.Manifest:
    if MANIFEST not in archive.names:
        raise Unreadable(_no_manifest(archive))
    root = shared.parse(archive.read(MANIFEST))
    return shared.Manifest(shared.standard_of(root), root, archive.names)


def _no_manifest(archive: Files) -> Diagnostic:
    """It is at one of the usual wrong places, or nobody would take this for a SCORM package."""
    near = sorted(name for name in archive.names if _is_manifest(name))
    if "/" in near[0]:
        hint = f"it is at '{near[0]}': zip what is inside that folder, not the folder"
    else:
        hint = f"it is called '{near[0]}'; the name is lower case"
    return error(at(MANIFEST), "manifest-missing", f"there is no '{MANIFEST}' at the root of the zip", hint)


def _is_manifest(name: str) -> bool:
    return name.lower().rsplit("/", 1)[-1] == MANIFEST


def _judged(manifest: shared.Manifest) -> list[Diagnostic]:
    rules = (*shared.RULES, *(scorm12.RULES if manifest.standard == "scorm12" else scorm2004.RULES))
    return [found for rule in rules for found in rule(manifest)]


def _contents(archive: Files) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for name in sorted(archive.names):
        if content.is_inspected(name):
            try:
                found += content.inspect(name, archive.read(name))
            except Unreadable as stop:
                found.append(stop.diagnostic)
    return found
