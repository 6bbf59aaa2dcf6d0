"""State strings as the player would write them for a block's data."""

from collections.abc import Iterable, Mapping
from typing import Any

from signpost_xblocks.progress import checksum

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def digits(number: int, width: int) -> str:
    return "".join(DIGITS[number >> 6 * place & 63] for place in reversed(range(width)))


def state(
    data: Mapping[str, Any],
    visited: Iterable[str] = (),
    answers: Iterable[str] = (),
    *,
    launches: int = 1,
    keys: Iterable[int] = (),
) -> str:
    """`answers`: ids answered with "don't know"; `keys`: keys of questions that are not there."""
    counted = [page["id"] for page in data["pages"] if page["counts"]]
    wanted = set(visited)
    opened = [id for id in counted if id in wanted]
    bits = sum(1 << counted.index(id) for id in opened)
    names = "_" + digits(len(opened), 2) + "".join(checksum(data["course"]["id"], f"#{id}") for id in opened)
    given = [*(data["questions"][id]["key"] for id in answers), *keys]
    group = digits(1, 1) + digits(len(given), 2) + "".join(digits(key, 4) + "D" for key in given) if given else ""
    body = (
        data["pagesDigest"]
        + "A"
        + "AA"
        + digits(launches, 3)
        + digits(len(counted), 2)
        + digits(bits, -(-len(counted) // 6))
        + group
        + (names if opened else "")
    )
    return "S1" + checksum(data["course"]["id"], body) + body


def misnamed(data: Mapping[str, Any], names: Iterable[str], behind: str = "") -> str:
    """The state of a learner who opened the first page, as if it were called `names`; its checksum is right."""
    counted = [page["id"] for page in data["pages"] if page["counts"]]
    course = data["course"]["id"]
    body = state(data, counted[:1])[6:-7]  # without "_", the number 2, the name 4
    hashes = [checksum(course, f"#{id}") for id in names]
    body += "_" + digits(len(hashes), 2) + "".join(hashes) + behind
    return "S1" + checksum(course, body) + body
