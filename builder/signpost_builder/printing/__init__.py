"""From Typst source to what is printed or posted: PDFs and pictures, with one font, for every format that makes them."""
