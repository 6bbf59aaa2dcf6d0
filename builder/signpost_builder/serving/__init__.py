"""A server on this computer for a while: who may come in, what is told to open pages, and how it starts and ends.

Needs the extra `author` or `room`; commands import it only when they serve something.
"""
