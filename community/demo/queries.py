"""Reads of the demonstration's mark."""

from sqlalchemy import func, inspect, select

from community.accounts.models import Member
from community.core.database import db
from community.demo.models import Demonstration


def is_loaded() -> bool:
    """Whether invented people live here; a database without tables has none."""
    if not inspect(db.engine).has_table(Demonstration.__tablename__):
        return False
    return db.session.execute(select(Demonstration.id).limit(1)).first() is not None


def is_a_new_database() -> bool:
    """Whether nobody lives here yet."""
    return db.session.execute(select(func.count()).select_from(select(Member.id).limit(1).subquery())).scalar_one() == 0
