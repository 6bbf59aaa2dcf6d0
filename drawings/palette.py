"""The colours. Each has 3:1 on the panel over white and over the dark page, and white has 4.5:1 on each: a test counts."""

from typing import Final

PINE: Final = "#218371"
SKY: Final = "#2d79b9"
AMBER: Final = "#a56719"
PLUM: Final = "#9560ad"
STONE: Final = "#66787d"
PAPER: Final = "#ffffff"  # on another colour only
GLOW: Final = "#ffe4a3"  # a light that is on; inside an outline or on another colour only

TONES: Final = (PINE, SKY, AMBER, PLUM, STONE)
LIGHTS: Final = (PAPER, GLOW)

PANEL: Final = 0.1  # how much pine there is in the panel behind a scene
GROUND: Final = 0.12  # and in the ground, over the panel
SOFT: Final = 0.2  # of its own colour in a shape with an outline
