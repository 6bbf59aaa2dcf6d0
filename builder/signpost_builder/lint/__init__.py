"""Judging what stands in a package, whichever format it is of."""
