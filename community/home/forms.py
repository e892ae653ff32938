"""What the roof asks people."""

from community.web.forms import Form, Line, ValidationError


class FinishForm(Form):
    """The last button of joining. The name is asked here only if no step has it yet."""

    name = Line(
        "What should people call you?",
        longest=80,
        needed="Give the name that others will see. A first name is fine.",
        description="A first name is fine.",
    )

    def validate_name(self, field: Line) -> None:
        if field.data and not any(letter.isalnum() for letter in field.data):
            raise ValidationError("A name needs at least one letter.")
