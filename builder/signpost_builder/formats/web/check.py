"""The web edition: a folder with a page, or one file that holds everything."""

from functools import partial
from pathlib import Path

from signpost_builder.diagnostics import Diagnostic, in_order
from signpost_builder.formats.format import Told
from signpost_builder.lint import answers, content
from signpost_builder.lint.archive import Folder, files_below
from signpost_builder.lint.report import Report

PAGE = "index.html"


def is_web(path: Path) -> bool:
    return (path.suffix.lower() == ".html" and path.is_file()) or (path / PAGE).is_file()


def lint(path: Path, told: Told) -> Report:
    if path.is_dir():
        files, page = Folder(files_below(path), path), PAGE
    else:
        files, page = Folder(frozenset({path.name}), path.parent), path.name
    found: list[Diagnostic] = []
    for name in sorted(files.names):
        if content.is_inspected(name):
            found += content.inspect(name, files.read(name))
    proof = answers.proof(files, page, "none", partial(answers.form_file, path))
    return Report(
        diagnostics=tuple(in_order([*found, *proof.diagnostics])),
        notes=proof.notes,
        proved=proof.proved,
        standard="web",
        files=len(files.names),
        _archive=files,
    )
