"""Which of this laptop's addresses a phone is likeliest to reach. A QR code has to carry numbers: older phones resolve no `.local`."""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address

from signpost_builder.values import frozen

VIRTUAL = re.compile(
    r"tun|tap|wg|ppp|vpn|docker|veth|br-|virbr|vmnet|vbox|virtual|vethernet|hyper|zerotier|tailscale|loopback", re.I
)
WIRELESS = re.compile(r"wl|wi-?fi|wireless|airport|hotspot|\bap\d|^en0$", re.I)
WINDOWS_HOTSPOT = IPv4Address("192.168.137.1")


@frozen
class Address:
    ip: str
    adapter: str


def addresses() -> list[Address]:
    """The likeliest first; none where the laptop is in no network."""
    import ifaddr

    found = [
        Address(str(one.ip), f"{each.nice_name}") for each in ifaddr.get_adapters() for one in each.ips if one.is_IPv4
    ]
    return ranked(found)


def ranked(found: Iterable[Address]) -> list[Address]:
    return sorted((each for each in found if not IPv4Address(each.ip).is_loopback), key=_rank)


def chosen(found: Iterable[Address], wanted: str | None) -> Address | None:
    """The likeliest, or the one that was named. Raises ValueError for one that this laptop does not have."""
    known = list(found)
    if wanted is None:
        return known[0] if known else None
    if not IPv4Address(wanted).is_loopback and wanted not in {one.ip for one in known}:
        said = ", ".join(f"{one.ip} ({one.adapter})" for one in known) or "none"
        raise ValueError(f"this laptop does not have {wanted}; it has {said}")
    return next((one for one in known if one.ip == wanted), Address(wanted, "this laptop"))


def _rank(address: Address) -> tuple[int, int]:
    """A hotspot that this laptop opens; Wi-Fi; a cable; then VPNs and machines within the machine; then networks that gave no address."""
    ip = IPv4Address(address.ip)
    if ip.is_link_local:
        return 4, int(ip)
    if VIRTUAL.search(address.adapter):
        return 3, int(ip)
    if ip == WINDOWS_HOTSPOT:
        return 0, int(ip)
    return (1 if WIRELESS.search(address.adapter) else 2), int(ip)
