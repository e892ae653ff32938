"""Mail addresses: what counts as one, and how two are compared. Pure."""

from typing import NamedTuple

from email_validator import EmailNotValidError, validate_email

from community.core.errors import Invalid
from community.core.text import clean_line

LONGEST_ADDRESS = 254


class Address(NamedTuple):
    """`email` is where letters go; `key` is what is compared."""

    email: str
    key: str


def address_of(typed: str) -> Address:
    """The address that was typed. Raises Invalid for what no letter could be sent to."""
    try:
        found = validate_email(clean_line(typed), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise Invalid("Write an e-mail address like name@example.org.", "email") from error
    email = found.ascii_email or found.normalized
    return Address(email, email.casefold())


def key_of(typed: str) -> str:
    """The key of whatever was typed: nobody's key when it is not an address. Never raises."""
    try:
        return address_of(typed).key
    except Invalid:
        return clean_line(typed).casefold()[:LONGEST_ADDRESS]
