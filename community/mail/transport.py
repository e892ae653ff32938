"""How letters leave: by SMTP with a checked certificate, onto the console, into a folder, or not at all."""

import smtplib
import ssl
from contextlib import suppress
from email.mime.text import MIMEText
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app
from flask_mailman import EmailMultiAlternatives, Mail
from flask_mailman.backends import console, dummy, file, smtp

from community.mail.notices import File
from community.mail.rendering import Written
from community.settings import MailTls, Settings

PATIENCE_SECONDS = 20
LONGEST_LINE = 998  # what mail allows


class VerifiedSmtp(smtp.EmailBackend):
    """SMTP that speaks TLS and checks whom it speaks to. (Flask-Mailman's STARTTLS checks nobody.)"""

    def open(self) -> bool:
        settings: Settings = current_app.config["SETTINGS"]
        context = ssl.create_default_context(cafile=settings.mail_ca_file or None)
        about: dict[str, Any] = {
            "local_hostname": urlsplit(settings.site_url).hostname,
            "timeout": PATIENCE_SECONDS,
        }
        if settings.mail_tls is MailTls.IMPLICIT:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, context=context, **about)
        else:
            connection = smtplib.SMTP(self.host, self.port, **about)
        try:
            if settings.mail_tls is MailTls.STARTTLS:
                connection.starttls(context=context)
            if self.username and self.password:
                connection.login(self.username, self.password)
        except (OSError, smtplib.SMTPException):
            connection.close()
            raise
        self.connection = connection
        return True

    def send_messages(self, email_messages: list[EmailMultiAlternatives]) -> int:
        self.open()
        try:
            for message in email_messages:
                self._send(message)
        finally:
            self.close()
        return len(email_messages)

    def close(self) -> None:
        """Say goodbye. What was taken stays taken, however badly the server parts from us."""
        connection, self.connection = self.connection, None
        if connection is None:
            return
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
        connection.close()


BACKENDS = {
    "smtp": VerifiedSmtp,
    "console": console.EmailBackend,
    "file": file.EmailBackend,
    "none": dummy.EmailBackend,
}


def send(letter: Written) -> None:
    """Hand one letter over. Raises what the way out raises."""
    message = _Message(
        letter.subject,
        letter.text,
        to=[letter.to],
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated", **letter.headers},
    )
    message.attach_alternative(letter.html, "text/html")
    for each in letter.files:
        message.attach(_part(each))
    message.send()


class _Message(EmailMultiAlternatives):
    """A message whose addresses stand on the line of their header: some mail programs lose a folded one."""

    def message(self) -> Any:
        message = super().message()
        message.policy = message.policy.clone(max_line_length=LONGEST_LINE)
        return message


def _part(given: File) -> MIMEText:
    part = MIMEText(given.content.decode(), "calendar", "utf-8")
    part.set_param("method", given.method)
    part.add_header("Content-Disposition", "attachment", filename=given.name)
    return part


def _sender(settings: Settings) -> str:
    """Whom letters come from: the site by its name, unless the setting names somebody."""
    name, address = parseaddr(settings.mail_from)
    return formataddr((name or settings.site_name, address))


def init_app(app: Flask, settings: Settings) -> None:
    """Raises KeyError when the settings name a way that we do not have."""
    app.config.update(
        MAIL_BACKEND=BACKENDS[settings.mail_backend],
        MAIL_SERVER=settings.mail_host,
        MAIL_PORT=settings.mail_port,
        MAIL_USERNAME=settings.mail_user or None,
        MAIL_PASSWORD=settings.mail_password or None,
        MAIL_DEFAULT_SENDER=_sender(settings),
        MAIL_FILE_PATH=settings.mail_folder or str(settings.instance_path / "letters"),
    )
    Mail(app)
