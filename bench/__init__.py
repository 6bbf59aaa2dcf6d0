"""Measures what design says must hold: `python -m bench`."""
