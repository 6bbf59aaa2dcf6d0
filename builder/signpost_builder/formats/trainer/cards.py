"""Which letter each side of a card stands for: a card in the room is read by its number and by the side that is up."""

# All 24 orders of four letters, so that no side of a card has the letter which the same side of the card before or after it has.
ORDERS = tuple(
    """
    ABCD BADC ACBD BDAC ACDB BACD ABDC BCAD ADBC BCDA ADCB CABD BDCA DABC CBAD DACB CBDA DCAB CDBA DBAC CADB DBCA CDAB DCBA
    """.split()
)


def sides(id: int) -> str:
    """The letters at the top, right, bottom and left of the marker as it is printed upright.

    The side that is held up is the answer. Whoever sees how a neighbour holds the card learns nothing about the answer.
    """
    return ORDERS[id % len(ORDERS)]
