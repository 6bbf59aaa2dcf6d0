"""SCORM 1.2 and 2004: one manifest, one page, two adapters."""
