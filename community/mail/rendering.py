"""How a letter is written: subject, text and HTML from its kind's two templates, at the moment it is sent."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app

from community.mail import links
from community.mail.queries import Posted
from community.settings import Settings

_HEADER_BREAK = re.compile(r"[\r\n\x00]")


@dataclass(frozen=True)
class Written:
    """A letter in full."""

    message_id: str
    to: str
    subject: str
    text: str
    html: str


def write(letter: Posted) -> Written:
    """The letter as it is read. Raises ValueError when a line of the envelope holds a line break."""
    settings: Settings = current_app.config["SETTINGS"]
    site_url = settings.site_url.rstrip("/")
    facts = {**letter.about, "link": _link(letter, site_url), "site_url": site_url, "to": letter.to_address}
    plain = current_app.jinja_env.get_template(f"mail/{letter.kind}.txt")
    rich = current_app.jinja_env.get_template(f"mail/{letter.kind}.html")
    subject = "".join(plain.blocks["subject"](plain.new_context(facts))).strip()
    return Written(
        message_id=f"<{letter.id}@{urlsplit(site_url).hostname}>",
        to=_header(letter.to_address),
        subject=_header(subject),
        text=plain.render(facts),
        html=rich.render(facts),
    )


def _link(letter: Posted, site_url: str) -> str:
    """Where the letter's button leads: always to the address that the settings name, never to what a request said."""
    about = letter.about
    if "link_id" not in about:
        return f"{site_url}{about.get('path', '/')}"
    mac = links.proof(about["purpose"], UUID(about["link_id"]), letter.to_address)
    return f"{site_url}{about['path']}/{about['link_id']}/{mac}"


def _header(line: str) -> str:
    if _HEADER_BREAK.search(line):
        raise ValueError("a line of the envelope holds a line break")
    return line
