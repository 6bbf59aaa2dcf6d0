"""The colours. Each has 3:1 on the panel over white and over the dark page, and white has 3:1 on each: a test counts."""

from typing import Final

PINE: Final = "#218471"
SKY: Final = "#2d7aba"
AMBER: Final = "#ab6b1a"
PLUM: Final = "#9661ae"
STONE: Final = "#677a7f"
PAPER: Final = "#ffffff"  # on another colour only
GLOW: Final = "#ffe4a3"  # a light that is on; inside an outline or on another colour only

TONES: Final = (PINE, SKY, AMBER, PLUM, STONE)
LIGHTS: Final = (PAPER, GLOW)

PANEL: Final = 0.1  # how much pine there is in the panel behind a scene
GROUND: Final = 0.12  # and in the ground, over the panel
SOFT: Final = 0.2  # of its own colour in a shape with an outline
