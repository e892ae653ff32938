"""What a conversation is about, and where it leads: up to three challenges, and the address of a page."""

from typing import Any
from urllib.parse import urlsplit

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from community.practice.models import LONGEST_LINK, MOST_CHALLENGES
from community.practice.queries.tags import groups_of_challenges, known_challenges
from community.web.forms import Form, Line, ValidationError

_NOT_AN_ADDRESS = "Give the whole address of a page, beginning with https://"


class Challenges(SelectMultipleField):
    """Any of the house's list, up to three; drawn by `about_field` of practice/parts.html."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str = "What is it about?", **options: Any) -> None:
        super().__init__(label, choices=[], **options)
        self.groups = groups_of_challenges()
        self.choices = [(each.id, each.label) for group in self.groups for each in group.challenges]

    @property
    def chosen(self) -> list[str]:
        return list(self.data or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = list(dict.fromkeys(str(value) for value in valuelist))

    def pre_validate(self, form: Any) -> None:
        if not known_challenges().issuperset(self.chosen):
            raise ValidationError("Choose from the list.")
        if len(self.chosen) > MOST_CHALLENGES:
            raise ValidationError(f"Choose at most {MOST_CHALLENGES}.")


class WebAddress(Line):
    """The address of a page, http or https alone, without anybody's name or password in it; "" is none."""

    def __init__(self, label: str = "Where is it?", **options: Any) -> None:
        super().__init__(label, longest=LONGEST_LINK, **options)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if self.data and not validation_stopped and not is_web_address(self.data):
            raise ValidationError(_NOT_AN_ADDRESS)


class AboutForm(Form):
    """What a conversation is about, after it was begun; `link` where its kind has one."""

    challenges = Challenges()
    link = WebAddress(description="The address of the page, if it has one.")

    def __init__(self, *args: Any, has_link: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.has_link = has_link
        if not has_link:
            del self.link

    @property
    def new_link(self) -> str:
        return (self.link.data or "") if self.has_link else ""


def is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    is_plain = text.isascii() and text.isprintable() and not set(text) & set(' <>"\\^`{|}')
    return parts.scheme in {"http", "https"} and has_host and is_plain and "@" not in parts.netloc
