"""Colours that the colour-blind tell apart (Okabe and Ito 2008, darkened to 3:1 on paper) and shades with legible ink."""

BEFORE, AFTER = "#5b6473", "#0b5cad"
DISAGREE, DISAGREE_SOME, NEUTRAL, AGREE_SOME, AGREE = "#a6480a", "#e0a070", "#c9ced8", "#7fb2e0", "#0b5cad"
LOW, MIDDLE, HIGH = "#b3560d", "#ffffff", "#0b5cad"
INK_DARK, INK_LIGHT = "#000000", "#ffffff"  # one of the two has 4.5:1 on every colour


def mixed(first: str, second: str, share: float) -> str:
    """`share` (0 to 1) of `second` in `first`, in sRGB."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def shade(value: float, low: float, middle: float, high: float) -> str:
    """White at `middle`, towards orange down to `low` and towards blue up to `high`."""
    if value >= middle:
        return mixed(MIDDLE, HIGH, min((value - middle) / ((high - middle) or 1), 1) * 0.85)
    return mixed(MIDDLE, LOW, min((middle - value) / ((middle - low) or 1), 1) * 0.85)


def ink_on(paper: str) -> str:
    """Dark or light words, whichever has more contrast on `paper`."""
    return max((INK_DARK, INK_LIGHT), key=lambda ink: contrast(ink, paper))


def contrast(first: str, second: str) -> float:
    """The ratio of WCAG 2.2 (1 to 21)."""
    bright, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))
