"""Open edX: the course as OLX with our blocks, and as what every server has (docs/openedx.md)."""

from builder.writers.openedx.xblock import packages

__all__ = ["packages"]
