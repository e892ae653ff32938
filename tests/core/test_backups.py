"""What the tools of PostgreSQL are told about the database."""

from sqlalchemy import make_url

from community.core import backups


def test_the_address_given_to_the_tools_is_whole_but_for_the_password() -> None:
    url = make_url("postgresql+psycopg://even:se%40cret@db.example.org:5433/ground?sslmode=verify-full")
    address = backups.address_without_password(url)
    assert address == "postgresql://even@db.example.org:5433/ground?sslmode=verify-full"
