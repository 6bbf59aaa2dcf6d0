"""Square markers that a camera reads: the first fifty of OpenCV's dictionary 4x4 (DICT_4X4_50), drawn as squares.

They have the fewest and so the largest squares of all, are known to OpenCV and to js-aruco2, and any two differ in four squares or
more, however they are turned. Cards have the ids below 40, the corners of paper sheets 40 to 43: none can be taken for another.
"""

SIDE = 6  # squares: four of the code, and a black border around them
CARDS = range(40)
CORNERS = (40, 41, 42, 43)  # top left, top right, bottom right, bottom left
# 16 squares each, row by row from the top left, 1 is white.
CODES = tuple(
    int(code, 16)
    for code in """
    b532 0f9a 332d 9946 549e 79cd 9e2e c4f2 feda cf56 f991 11a7 0eb7 2a0f 24b1 263e 4665 6600 6c5e 76af 868b b02b ccd5 dd82 fe47
    9471 ace4 a554 2123 346f 4415 57b2 9ecf f0cb 08ae 0929 1875 04ff 0df6 1c5a 1718 2a28 328c 38b2 24e8 2eeb 2d3f 4b64 502e 5013
    """.split()
)


def marker(id: int) -> bytes:
    """An SVG of SIDE by SIDE units: the border, then the white squares of the code upon it."""
    white = [f"M{1 + at % 4} {1 + at // 4}h1v1h-1z" for at in range(16) if CODES[id] >> (15 - at) & 1]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" shape-rendering="crispEdges">'
        f'<path d="M0 0h{SIDE}v{SIDE}h-{SIDE}z"/><path fill="#fff" d="{"".join(white)}"/></svg>'
    ).encode()
