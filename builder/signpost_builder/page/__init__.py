"""The learner's page of an edition: complete HTML first, then its style and its script."""

from signpost_builder.page.document import page_content, single_file, site_files

__all__ = ["page_content", "single_file", "site_files"]
