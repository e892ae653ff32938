"""What the desk asks: a line, if there is one, to somebody who would like to be contacted."""

from typing import Any
from uuid import UUID

from community.web.forms import Form, Text


class TakeForm(Form):
    """One stands beside each wish, so its field is told apart by the wish."""

    line = Text(
        "A line to them",
        longest=500,
        description="Only they read it: how you will get in touch, or how they reach you.",
    )

    def __init__(self, wish_id: UUID, **options: Any) -> None:
        super().__init__(**options)
        self.wish_id = wish_id
        self.line.id = f"line-{wish_id}"
