"""Open edX: the course as OLX with our blocks, and as what every server has (docs/openedx.md)."""

from builder.writers.openedx.native import packages as native
from builder.writers.openedx.native import refusals
from builder.writers.openedx.xblock import packages

__all__ = ["native", "packages", "refusals"]
