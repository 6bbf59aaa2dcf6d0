"""The learner's page of an edition: complete HTML first, then its style and its script.

Templates and the script's linker are loaded when a page is made: readers ask this package for the languages it speaks alone.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from signpost_builder.page.document import page_content, single_file, site_files
    from signpost_builder.page.rendered import Rendered, render

__all__ = ["Rendered", "page_content", "render", "single_file", "site_files"]


def __getattr__(name: str) -> Any:
    """PEP 562: what others import from here, where it is made."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "rendered" if name in ("Rendered", "render") else "document"
    return getattr(import_module(f"signpost_builder.page.{home}"), name)
