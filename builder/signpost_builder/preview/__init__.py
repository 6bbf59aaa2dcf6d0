"""`signpost preview`: a course in the browser while its files change. Needs the extra `author`.

`reading` keeps the last good course and what is wrong now, `watching` says when to read, `showing` makes what a frame shows of an
edition, `server` has the addresses, `editor` opens files. What the browser gets stands in static/ and in the templates.
"""
