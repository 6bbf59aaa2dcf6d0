"""Charts as pure functions: values in, one SVG text out. The same drawing stands in a web page, a slide and a PDF.

No dependency beyond the standard library, no clock, no file: same values, same bytes. Every chart is narrow (400 units),
so that its words stay legible on a phone, and carries a title and a description; its marks are hidden from assistive
technology, for the numbers stand in the table that whoever shows a chart puts under it.

Imports are relative: the wheels of other distributions carry this folder inside a package of their own.
"""

from .bars import Bar, bars
from .cells import Cell, heat_table
from .change import Change, dumbbell
from .interval import Estimate, interval_dots
from .likert import Rating, diverging_bars
from .people import people
from .place import Region, region_tiles
from .series import Series, line
from .share import share

__all__ = [
    "Bar",
    "Cell",
    "Change",
    "Estimate",
    "Rating",
    "Region",
    "Series",
    "bars",
    "diverging_bars",
    "dumbbell",
    "heat_table",
    "interval_dots",
    "line",
    "people",
    "region_tiles",
    "share",
]
