"""Files that stand there under another name than the one that is read: `asked.yml`, `Module.md`, `sites.xlsx`."""

from pathlib import Path, PurePosixPath

ENDINGS = {
    ".yaml": (".yaml", ".yml", ".yaml.txt", ".yml.txt"),
    ".md": (".md", ".markdown", ".mdown", ".md.txt", ".txt"),
    ".csv": (".csv", ".csv.csv", ".csv.txt"),
}
SPREADSHEETS = (".xlsx", ".xls", ".ods", ".numbers")


def misnamed(root: Path, path: PurePosixPath) -> str:
    """A hint that names the file which was perhaps meant by `path`; empty when there is none.

    Compared letter for letter, as Linux does, also where the file system takes capitals for small letters.
    """
    name, endings = path.stem.lower(), ENDINGS[path.suffix]
    for folder in (path.parent, path.parent.parent):
        stems = (
            {name} if folder == path.parent else {path.parent.name.lower()}
        )  # modules/one.md for modules/one/module.md
        if path.suffix != ".md" and folder != path.parent:
            continue
        for file in sorted((root / folder).glob("*")):
            known = file.name.lower()
            if (file.name == path.name and folder == path.parent) or not file.is_file():
                continue
            if known in {stem + ending for stem in stems for ending in endings}:
                return f"rename '{folder / file.name}' to '{path if folder != path.parent else path.name}'"
            if path.suffix == ".csv" and known in {name + ending for ending in SPREADSHEETS}:
                return f"save '{file.name}' as '{path.name}', in the kind 'CSV UTF-8 (comma delimited)'"
    return ""
