"""Open edX: the course as OLX with our blocks, and as what every server has (docs/openedx.md)."""

from builder.writers.openedx.native import packages as native
from builder.writers.openedx.native import refusals as native_refusals
from builder.writers.openedx.xblock import packages, refusals

__all__ = ["native", "native_refusals", "packages", "refusals"]
