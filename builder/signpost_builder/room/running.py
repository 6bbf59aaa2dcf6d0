"""The room's two doors, and how they open and close: one for this computer, one for the network that phones are in."""

from collections.abc import Callable, Mapping, Sequence

import segno

from signpost_builder.proof.attendance import Attendance
from signpost_builder.room.addresses import Address
from signpost_builder.room.apps import Room, phones_app, trainer_app
from signpost_builder.room.names import room_name
from signpost_builder.serving.guard import Door, Guard, loopback_hosts, new_token
from signpost_builder.serving.running import listening, port_of, serve
from signpost_builder.values import frozen

POLICY = "frame-ancestors 'none'"  # what else a page may do, it says itself
MOST_BYTES_OF_A_PHONE = 2048
SCAN_AGAIN = "Scan the code on the screen again, or use a card."


@frozen
class Opened:
    """`here`: the trainer's address, secret. `phones`: theirs; empty where this laptop is in no network."""

    here: str
    phones: str


def run(
    pages: Mapping[str, bytes],
    address: Address | None,
    others: Sequence[Address],
    port: int,
    each: int,
    say: Callable[[Opened], None],
    attendance: Attendance | None = None,
) -> None:
    """Serve until Ctrl-C. Raises serving.running.PortTaken; OSError for an address that is not this laptop's."""
    name, token = room_name(port), new_token()
    here = listening()
    for_phones = listening(port, address.ip) if address else None
    at = f"{address.ip}:{port_of(for_phones)}" if address and for_phones else ""
    room = Room(name=name, pages=pages, door=_shown(at, name, others), each=each, attendance=attendance)
    doors = [Door(app=trainer_app(room), hosts=loopback_hosts(port_of(here)), token=token, policy=POLICY)]
    if for_phones:
        doors.append(door_of_phones(room, at))
    sockets = [here, for_phones] if for_phones else [here]
    opened = Opened(f"http://127.0.0.1:{port_of(here)}/{token}/", f"http://{at}/" if at else "")
    serve(Guard(doors), sockets, started=lambda: say(opened), closing=room.close)


def door_of_phones(room: Room, at: str) -> Door:
    return Door(
        app=phones_app(room),
        hosts=frozenset({at}),
        token="",
        policy=POLICY,
        outside=True,
        most_bytes=MOST_BYTES_OF_A_PHONE,
        instead=SCAN_AGAIN,
    )


def _shown(at: str, name: str, others: Sequence[Address]) -> dict[str, object]:
    """What the trainer's page shows of the way in; the code carries numbers and the room's name."""
    if not at:
        return {"address": "", "code": "", "others": []}
    code = segno.make(f"http://{at}/?room={name}", error="q", micro=False)
    return {
        "address": f"http://{at}/",
        "code": code.svg_data_uri(border=4, light="#fff"),
        "others": [f"{each.ip} ({each.adapter})" for each in others],
    }
