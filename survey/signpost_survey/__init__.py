"""The anonymous survey: a store for records that it cannot read, and the job that adds them up once a term."""

__version__ = "0.2.0"
