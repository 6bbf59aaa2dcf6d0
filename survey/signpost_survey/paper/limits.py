"""How large what is read may be."""

MOST_PIXELS = 60_000_000  # of one picture; a scanner's A4 in 600 dpi has 35 million
MOST_PAGES = 500
