"""How letters leave: by SMTP with a checked certificate, onto the console, into a folder, or not at all."""

import smtplib
import ssl
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app
from flask_mailman import EmailMultiAlternatives, Mail
from flask_mailman.backends import console, dummy, file, smtp

from community.mail.rendering import Written
from community.settings import Settings

PATIENCE_SECONDS = 20


class VerifiedSmtp(smtp.EmailBackend):
    """SMTP that always speaks TLS and always checks whom it speaks to. (Flask-Mailman's STARTTLS checks nobody.)"""

    def open(self) -> bool:
        if self.connection:
            return False
        settings: Settings = current_app.config["SETTINGS"]
        context = ssl.create_default_context()
        about: dict[str, Any] = {
            "local_hostname": urlsplit(settings.site_url).hostname,
            "timeout": PATIENCE_SECONDS,
        }
        if self.use_ssl:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, context=context, **about)
        else:
            connection = smtplib.SMTP(self.host, self.port, **about)
        try:
            if not self.use_ssl:
                connection.starttls(context=context)
            if self.username and self.password:
                connection.login(self.username, self.password)
        except (OSError, smtplib.SMTPException):
            connection.close()
            raise
        self.connection = connection
        return True


BACKENDS = {
    "smtp": VerifiedSmtp,
    "console": console.EmailBackend,
    "file": file.EmailBackend,
    "none": dummy.EmailBackend,
}


def send(letter: Written) -> None:
    """Hand one letter over. Raises what the way out raises."""
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        to=[letter.to],
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(letter.html, "text/html")
    message.send()


def init_app(app: Flask, settings: Settings) -> None:
    """Raises KeyError when the settings name a way that we do not have."""
    app.config.update(
        MAIL_BACKEND=BACKENDS[settings.mail_backend],
        MAIL_SERVER=settings.mail_host,
        MAIL_PORT=settings.mail_port,
        MAIL_USERNAME=settings.mail_user or None,
        MAIL_PASSWORD=settings.mail_password or None,
        MAIL_USE_SSL=settings.mail_implicit_tls,
        MAIL_DEFAULT_SENDER=settings.mail_from,
        MAIL_FILE_PATH=settings.mail_folder or str(settings.instance_path / "letters"),
    )
    Mail(app)
