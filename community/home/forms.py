"""What the roof asks people."""

from community.web.forms import Form, NameLine


class FinishForm(Form):
    """The last button of joining. The name is asked here only if no step has it yet."""

    name = NameLine("What should people call you?", description="A first name is fine.")
