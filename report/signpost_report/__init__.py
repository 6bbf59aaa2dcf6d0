"""Reading and estimating from releases of the anonymous survey (docs/formats/release.md)."""
