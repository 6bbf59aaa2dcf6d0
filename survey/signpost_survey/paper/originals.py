"""The pictures themselves: where they lie, where else they lie, and that they go."""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

# Folders that copy what is in them to somebody else's computer, by how their names begin.
CLOUDS = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "cloudstorage": "a cloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "box sync": "Box",
}
PHONES = (b"Apple", b"iPhone", b"samsung", b"SAMSUNG", b"Google\0", b"Pixel", b"Xiaomi", b"HUAWEI", b"motorola", b"OnePlus", b"OPPO")  # fmt: skip
MOST_LOOKED_AT = 200_000  # files, in all places together
PLACES = ("Downloads", "Pictures", "Desktop", "Documents", "Scans")
TRASHES = (".local/share/Trash/files", ".Trash")


def cloud_of(path: Path) -> str:
    """The name of the service whose folder it lies in, or nothing."""
    for part in path.resolve().parts:
        name = part.lower()
        for beginning, service in CLOUDS.items():
            if name.startswith(beginning):
                return service
    return ""


def by_a_phone(data: bytes) -> bool:
    """Whether the camera's own note (Exif) names a maker of phones."""
    head = data[:65_536]
    return b"Exif" in head and any(maker in head for maker in PHONES)


def fingerprint(data: bytes) -> str:
    """By which the same file is known again."""
    return hashlib.sha256(data).hexdigest()


def delete(paths: Iterable[Path]) -> list[Path]:
    """Removes the files, past the trash. Returns those that are still there."""
    still = []
    for path in paths:
        try:
            path.unlink()
        except FileNotFoundError:
            continue
        except OSError:
            still.append(path)
    return still


def copies(read: Mapping[str, int], folders: Iterable[Path], home: Path) -> list[Path]:
    """Files with the same bytes elsewhere: beside the scans, in the trash, in folders of clouds, where downloads and pictures land.

    `read`: fingerprint and size of each file that was read.
    """
    sizes, found, seen = set(read.values()), [], set()
    for count, path in enumerate(_files(_places(folders, home))):
        if count > MOST_LOOKED_AT:
            break
        try:
            if path in seen or path.is_symlink() or path.stat().st_size not in sizes:
                continue
            seen.add(path)
            if fingerprint(path.read_bytes()) in read:
                found.append(path)
        except OSError:
            continue  # not to be opened by this person: nor was it put there by them
    return sorted(found)


def _places(folders: Iterable[Path], home: Path) -> Iterator[Path]:
    yield from folders
    yield from (home / name for name in (*TRASHES, *PLACES))
    if sys.platform == "win32":
        yield Path(home.anchor) / "$Recycle.Bin"
    yield home / "Library/CloudStorage"
    yield home / "Library/Mobile Documents"
    try:
        yield from (
            path
            for path in sorted(home.iterdir())
            if cloud_of(Path(path.name).absolute()) or path.name.lower().startswith(tuple(CLOUDS))
        )
    except OSError:
        return


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        for folder, _, names in os.walk(place):
            yield from (Path(folder) / name for name in names)
