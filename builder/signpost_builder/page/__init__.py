"""The learner's page of an edition: complete HTML first, then its style and its script."""

from signpost_builder.page.document import page_content, single_file, site_files
from signpost_builder.page.rendered import Rendered, render

__all__ = ["Rendered", "page_content", "render", "single_file", "site_files"]
