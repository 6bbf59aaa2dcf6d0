"""What `signpost` offers: a file for each command, and what several of them share (courses, formats, printing)."""
