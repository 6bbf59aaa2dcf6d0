"""Open edX blocks that show what Signpost compiled: a module to read, and the questions before and after a course."""
