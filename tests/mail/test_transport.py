"""N2: mail goes out over TLS to whom we know, or not at all."""

import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask

from community import create_app
from community.core.database import db
from community.mail import transport
from community.mail.rendering import Written
from community.settings import Settings

LETTER = Written("<1@ground.example>", "comfort@example.org", "Hello", "The words", "<p>The words</p>")


ANSWERS = {"EHLO": b"250-post office\r\n250 STARTTLS\r\n", "QUIT": b"221 bye\r\n"}


def certificate(folder: Path, name: str) -> Path:
    """A self-signed certificate for this name, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


@dataclass
class PostOffice:
    """A mail server just large enough: STARTTLS or TLS from the first byte, and one letter."""

    certificate: Path
    is_implicit: bool

    def __post_init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.heard: list[str] = []
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.certificate)
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        try:
            visitor, _ = self.door.accept()
            with visitor:
                if self.is_implicit:
                    self._talk_in_secret(visitor, says_hello=True)
                else:
                    self._talk(visitor, says_hello=True)
        except OSError:
            return  # the visitor did not trust us

    def _talk_in_secret(self, wire: socket.socket, *, says_hello: bool) -> None:
        with self.context.wrap_socket(wire, server_side=True) as secret:
            self._talk(secret, says_hello=says_hello)

    def _talk(self, wire: socket.socket, *, says_hello: bool) -> None:
        if says_hello:
            wire.sendall(b"220 post office\r\n")
        is_letter = False
        with wire.makefile("rb") as lines:
            for raw in lines:
                line = raw.decode().rstrip("\r\n")
                self.heard.append(line)
                verb = line.upper()
                if is_letter:
                    is_letter = line != "."
                    answer = b"" if is_letter else b"250 taken\r\n"
                elif verb == "STARTTLS":
                    wire.sendall(b"220 go on\r\n")
                    return self._talk_in_secret(wire, says_hello=False)
                elif verb == "DATA":
                    is_letter, answer = True, b"354 go on\r\n"
                else:
                    answer = ANSWERS.get(verb.split(" ")[0], b"250 fine\r\n")
                wire.sendall(answer)
        return None

    def close(self) -> None:
        self.door.close()
        self.thread.join(5)


@pytest.fixture(params=["STARTTLS", "implicit TLS"])
def is_implicit(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "implicit TLS")


@pytest.fixture
def posting(settings: Settings, is_implicit: bool, tmp_path: Path) -> Iterator[tuple[PostOffice, Flask, Path]]:
    known = certificate(tmp_path, "localhost")
    office = PostOffice(known, is_implicit)
    app = create_app(
        replace(
            settings,
            mail_backend="smtp",
            mail_host="localhost",
            mail_port=office.port,
            mail_implicit_tls=is_implicit,
        )
    )
    yield office, app, known
    office.close()
    with app.app_context():
        db.engine.dispose()


def test_a_server_that_proves_who_it_is_gets_the_letter(
    posting: tuple[PostOffice, Flask, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, app, known = posting
    monkeypatch.setenv("SSL_CERT_FILE", str(known))
    with app.app_context():
        transport.send(LETTER)
    assert "To: comfort@example.org" in office.heard
    assert "The words" in office.heard


def test_a_server_that_nobody_vouches_for_gets_nothing(posting: tuple[PostOffice, Flask, Path]) -> None:
    office, app, _ = posting
    with app.app_context(), pytest.raises(ssl.SSLCertVerificationError):
        transport.send(LETTER)
    assert not any("comfort" in line for line in office.heard)


def test_a_server_with_another_name_gets_nothing(
    settings: Settings, is_implicit: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = certificate(tmp_path, "elsewhere.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    office = PostOffice(other, is_implicit)
    app = create_app(
        replace(
            settings, mail_backend="smtp", mail_host="localhost", mail_port=office.port, mail_implicit_tls=is_implicit
        )
    )
    with app.app_context():
        with pytest.raises(ssl.SSLCertVerificationError, match="localhost"):
            transport.send(LETTER)
        db.engine.dispose()
    office.close()
    assert not any("comfort" in line for line in office.heard)


def test_on_the_console_a_letter_can_be_read(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    app = create_app(replace(settings, mail_backend="console"))
    with app.app_context():
        transport.send(LETTER)
        db.engine.dispose()
    assert "The words" in capsys.readouterr().out
