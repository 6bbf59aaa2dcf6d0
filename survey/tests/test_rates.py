"""The rate limit remembers nothing for longer than an hour and nothing readable ever."""

from signpost_survey import rates
from signpost_survey.rates import Rates


def test_counts_by_address_for_an_hour():
    """A new hour is a new key and a new count."""
    now = [0.0]
    limit = Rates(2, clock=lambda: now[0])

    assert [limit.refused("192.0.2.1") for _ in range(3)] == [0, 0, 3600]
    assert limit.refused("192.0.2.2") == 0
    now[0] = 3600.0
    assert limit.refused("192.0.2.1") == 0


def test_an_ipv6_network_is_one_address():
    """A customer has a /64 to choose from."""
    limit = Rates(1, clock=lambda: 0.0)

    assert limit.refused("2001:db8::1") == 0
    assert limit.refused("2001:db8::2") == 3600
    assert limit.refused("2001:db8:0:1::1") == 0


def test_a_site_cannot_walk_through_its_networks():
    """A /56 has twice and a /48 four times what a /64 has; what a network is refused uses up nothing of the wider ones."""
    limit = Rates(10, clock=lambda: 0.0)

    def taken(addresses):
        return sum(not limit.refused(one) for one in addresses)

    assert taken(f"2001:db8:0:{i:x}::1" for i in range(256)) == 20  # of one /56
    assert taken(f"2001:db8:0:{i << 8:x}::1" for i in range(1, 200)) == 20  # of the rest of its /48
    assert taken(["2001:db8:1::1"] * 100) == 10
    assert taken(["2001:db8:1:1::1"] * 100) == 10


def test_a_mapped_address_is_its_own():
    """::ffff:192.0.2.1 is how a socket for both families names 192.0.2.1."""
    limit = Rates(1, clock=lambda: 0.0)

    assert [limit.refused(f"::ffff:192.0.2.{i}") for i in (1, 2)] == [0, 0]
    assert limit.refused("192.0.2.1") == 3600


def test_no_address_is_kept():
    """What is in memory is a keyed hash."""
    limit = Rates(5)
    limit.refused("192.0.2.1")

    assert all(len(name) == 8 for name in limit._counts)
    assert b"192.0.2.1" not in b"".join(limit._counts)


def test_memory_is_bounded(monkeypatch):
    """Beyond so many addresses all others share one count."""
    monkeypatch.setattr(rates, "ADDRESSES", 2)
    limit = Rates(1, clock=lambda: 0.0)

    assert [limit.refused(str(name)) for name in range(4)] == [0, 0, 0, 3600]


def test_zero_is_no_limit():
    """For tests and for proxies that limit by themselves."""
    assert not any(Rates(0).refused("192.0.2.1") for _ in range(5))
