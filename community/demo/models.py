"""The mark by which a database is known as a demonstration."""

from datetime import datetime

from community.core.database import Mapped, Model, mapped_column


class Demonstration(Model):
    """One row, once the invented people have been loaded."""

    __tablename__ = "demonstration"

    id: Mapped[int] = mapped_column(primary_key=True)
    loaded_at: Mapped[datetime]
