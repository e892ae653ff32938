"""What is typed on the page of whom one would rather not be suggested."""

from community.web.forms import Form, Line, ValidationError

SHORTEST_NAME = 2


class NameForm(Form):
    name = Line("Their name, or a part of it", longest=80, needed="Write a part of the name.")

    def validate_name(self, field: Line) -> None:
        if len(field.data or "") < SHORTEST_NAME:
            raise ValidationError("Write at least two letters of the name.")


class OrganisationForm(Form):
    organisation = Line("The organisation", longest=160, needed="Give the name of an organisation.")
