"""How each network counts, against cases of twitter-text's own conformance suite where it publishes some."""

import pytest
from signpost_builder.formats.campaign.networks import NETWORKS, weight


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("This is a test.", 15),
        ("http://test.com", 23),  # whatever its length
        ("See https://campaign.example.org/london/gift.html?a=1 now", 4 + 23 + 4),
        ("See https://campaign.example.org.", 4 + 23 + 1),  # the full stop is no part of it
        ("(https://a.org/b)", 1 + 23 + 1),
        ("childline.org.uk", 23),  # X makes a link of it without a scheme, too
        ("At gov.uk/report, now.", 3 + 23 + 6),
        ("no.thing/" + "a" * 40, 49),  # unless it knows no such ending: then each sign counts
        ("Mr. Lee, e.g. at 4.30", 21),
        ("故人西辞黄鹤楼", 14),  # two for each sign outside the light ranges
        ("ぉ", 2),
        ("caf\u00e9", 4),
        ("cafe\u0301", 4),  # composed first (NFC)
        ("\u201cquoted\u201d \u2013 and", 8 + 1 + 1 + 4),  # curly quotes and dashes are light
        ("a\u2026", 3),  # the ellipsis is not
        ("Straße Łódź Ελλάδα", 18),
        ("👍", 2),
        ("👨‍👩‍👧", 8),  # one for X, which is less
    ],
)
def test_what_x_counts(text, count):
    """The rule of version 3: 280 by weight, a link 23."""
    assert weight(text) == count


def test_the_limits():
    """Those that the networks publish."""
    limits = {one.name: (one.limit, one.hashtags, one.alt_limit, one.links) for one in NETWORKS}

    assert limits == {
        "facebook": (63_206, None, 1_000, True),
        "instagram": (2_200, 30, 1_000, False),
        "x": (280, None, 1_000, True),
    }
