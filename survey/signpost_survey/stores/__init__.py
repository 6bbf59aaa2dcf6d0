"""Where sealed records lie until they are published: SQLite by default, PostgreSQL by URL; one interface."""

from signpost_survey.stores.base import Store, StoreError, StoreUnavailable

__all__ = ["Store", "StoreError", "StoreUnavailable", "open_store"]


def open_store(url: str) -> Store:
    """A store by `postgresql://…` or the path of an SQLite file (`sqlite:PATH` works too)."""
    if url.startswith(("postgresql://", "postgres://")):
        try:
            from signpost_survey.stores.postgresql import PostgresStore
        except ImportError:
            raise StoreError("PostgreSQL needs the extra: pip install 'signpost-survey[postgresql]'") from None
        return PostgresStore(url)
    from signpost_survey.stores.sqlite import SqliteStore

    return SqliteStore(url.removeprefix("sqlite:"))
