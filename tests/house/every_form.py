"""Every form of the site, found by looking at every page as the owner, as a newcomer and as nobody in particular."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_from_bytes

from flask import Flask
from werkzeug.test import TestResponse

from tests.browser import Browser, Form, Page
from tests.house.matrix import ROWS, Row
from tests.house.test_access import address
from tests.house.things import Scene

LAST = re.compile(r"sign-out|sessions|lock|password|finish|remove|delete|leave|decline|take-back|apart|reopen|done")


@dataclass
class Sheet:
    """One form as it stood on its page, and the browser it stood in."""

    browser: Browser
    action: str
    values: dict[str, Any]

    @property
    def kind(self) -> str:
        return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<id>", self.action)

    def send(self, changed: dict[str, bytes], *, extra: bytes = b"") -> TestResponse:
        """Send it as raw bytes, so that what is no text at all can be sent too."""
        pairs = [(name, value) for name in self.values for value in self._of(name, changed)]
        body = b"&".join(
            quote_from_bytes(name.encode()).encode() + b"=" + quote_from_bytes(value).encode() for name, value in pairs
        )
        return self.browser.client.post(
            self.action, data=body + extra, content_type="application/x-www-form-urlencoded"
        )

    def _of(self, name: str, changed: dict[str, bytes]) -> list[bytes]:
        if name in changed:
            return [changed[name]]
        value = self.values[name]
        return [str(each).encode() for each in (value if isinstance(value, list) else [value])]

    @property
    def fields(self) -> list[str]:
        return [name for name in self.values if name != "csrf_token"]


def on(page: Page, browser: Browser) -> list[Sheet]:
    posts = [form for form in page.all("form") if form.get("method", "").lower() == "post"]
    return [Sheet(browser, form.get("action", ""), _everything(form)) for form in posts]


def _everything(element: Any) -> dict[str, Any]:
    """What the form would send, with boxes that nobody ticked yet and buttons that carry a value."""
    values = Form(element).values
    for e in element.iter():
        name = e.get("name")
        if name and e.tag in {"input", "button", "select", "textarea"}:
            values.setdefault(name, e.get("value") or "")
    return values


def every_form(app: Flask, made: Scene) -> list[Sheet]:
    """One sheet for every kind of address that a form sends to; what ends things comes last."""
    found: dict[str, Sheet] = {}
    for who in ("owner", "newcomer", "anonymous", "administrator", "buddy"):
        browser = made.browser(who, journal_open=who == "owner")
        for row in ROWS:
            if row.method == "GET" and _is_looked_at(row, who):
                page = browser.get(address(app, row, made), check=False)
                for sheet in on(page, browser) if page.status == 200 else []:
                    found.setdefault(f"{who} {sheet.kind}", sheet)
    return sorted(found.values(), key=lambda sheet: bool(LAST.search(sheet.action)))


def _is_looked_at(row: Row, who: str) -> bool:
    """The administrator looks at the desk alone, and the buddy at how to report what the owner wrote.

    What else there is has been seen by the owner.
    """
    if who == "buddy":
        return row.endpoint.startswith("moderation.reporting_")
    return not row.endpoint.startswith("mail.") and row.endpoint.startswith("admin.") == (who == "administrator")
