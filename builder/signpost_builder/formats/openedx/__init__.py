"""Open edX: the course as OLX with our blocks, and as what every server has (docs/openedx.md)."""

from signpost_builder.formats.openedx.native import packages as native
from signpost_builder.formats.openedx.native import refusals as native_refusals
from signpost_builder.formats.openedx.xblock import packages, refusals

__all__ = ["native", "native_refusals", "packages", "refusals"]
