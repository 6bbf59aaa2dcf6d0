"""A name for the room, so that people see whether their phone is in theirs: the same after a restart, another on another laptop."""

import hashlib
import platform
import uuid

TREES = (
    "Alder Apple Ash Aspen Beech Birch Cedar Cherry Elder Elm Fig Fir Hazel Holly Ivy Larch Lime Maple Oak Olive "
    "Pear Pine Plum Poplar Rowan Spruce Walnut Willow Yew"
).split()
MULTICAST = 1 << 40  # of an address that Python made up, because it found none


def room_name(port: int) -> str:
    """A tree and a number. Whoever reads it learns nothing about the laptop: it is one of 2,610, from a hash."""
    node = uuid.getnode()
    said = f"{platform.node()} {0 if node & MULTICAST else node} {port}"
    number = int.from_bytes(hashlib.sha256(said.encode()).digest()[:4], "big")
    return f"{TREES[number % len(TREES)]}-{number // len(TREES) % 90 + 10}"
