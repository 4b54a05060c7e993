"""From a click to a mail server: the job queued with the act, done by the worker, spoken in real SMTP."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings as django
from django.test import Client
from django.urls import reverse

from etrier.database.isolation import NOBODY, scoped
from etrier.domain.access import Role
from tests.browser.site import own_database
from tests.cast import raise_town
from tests.databases import make_url

PERSON = {
    "email": "lise.morel@example.org",
    "first_name": "Lise",
    "last_name": "Morel",
    "title": "Assistante sociale",
    "roles": ["social_worker"],
}


class Letterbox:
    """What a mail server received: the addresses it was given, and each message."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], EmailMessage]] = []
        self.port = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        message = message_from_bytes(envelope.content or b"", policy=policy.default)
        self.letters.append((envelope.rcpt_tos, message))  # type: ignore[arg-type]  # the default policy's class
        return "250 Reçu"


@pytest.fixture
def letterbox() -> Iterator[Letterbox]:
    """A mail server on this machine."""
    box = Letterbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    box.port = port
    yield box
    server.stop()


@pytest.fixture
def town(django_db_setup, django_db_blocker):
    """Laval, on a database that the worker sees too."""
    with django_db_blocker.unblock(), own_database("mail"):
        with scoped(NOBODY):
            laval = raise_town("laval")
        yield laval


def work(box: Letterbox) -> None:
    """The worker empties the queue: the command itself, set towards this mail server."""
    done = subprocess.run(
        [sys.executable, "-m", "etrier", "worker", "--once"],
        env=os.environ
        | {
            "DATABASE_URL": make_url(django.SITE_URL, django.DATABASES["default"]["NAME"]),
            "ETRIER_OWNER_URL": django.OWNER_URL,
            "DJANGO_SETTINGS_MODULE": "etrier.config.settings",
            "ETRIER_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "ETRIER_EMAIL_HOST": "127.0.0.1",
            "ETRIER_EMAIL_PORT": str(box.port),
            "ETRIER_ADDRESS": "https://etrier.example.org",
        },
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert not done.returncode, done.stderr


def test_an_invitation_reaches_the_person_and_names_nobody(town, letterbox):
    assert town.client(Role.ADMINISTRATOR).post("/equipe/inviter/", PERSON).status_code == 302
    assert not letterbox.letters
    work(letterbox)
    ((to, message),) = letterbox.letters
    assert to == ["lise.morel@example.org"]
    assert message["Subject"] == "Étrier — invitation de CCAS de Laval"
    text = message.get_content()
    assert not re.search("Lise|Morel|Assistante", text)
    link = re.search(r"https://etrier\.example\.org(/\S+)", text)
    assert link
    assert "Bonjour Lise" in Client().get(link[1]).content.decode()
    work(letterbox)
    assert len(letterbox.letters) == 1


def test_a_forgotten_password_is_answered_by_mail(town, letterbox):
    address = town.user().email
    assert Client().post(reverse("account_reset_password"), {"email": address}).status_code == 302
    work(letterbox)
    ((to, message),) = letterbox.letters
    assert to == [address]
    assert "Camille" not in message.get_content()
    assert "https://etrier.example.org/compte/mot-de-passe/nouveau/" in message.get_content()
