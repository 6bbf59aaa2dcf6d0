"""From files to one frozen `Course`: every error of a run at once, each with its place and a hint."""

from signpost_builder.read.course import read_course

__all__ = ["read_course"]
