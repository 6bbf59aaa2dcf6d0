# XBlock has no types of its own: what Signpost's blocks use of it, as XBlock 5 and 6 have it.
