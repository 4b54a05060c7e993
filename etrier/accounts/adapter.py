"""How django-allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from procrastinate.contrib.django import app

SEND_RESET = "etrier.accounts.send_password_reset"


class AccountAdapter(DefaultAccountAdapter):
    """By invitation only; after signing in, the day's page (or the bank's desk)."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Ce courriel et ce mot de passe ne vont pas ensemble : vérifiez-les.",
        "too_many_login_attempts": "Trop d’essais. Attendez un quart d’heure, puis recommencez.",
        "rate_limited": "Trop de demandes à la suite. Attendez quelques minutes, puis recommencez.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_email(self, email: str) -> str:
        return str(super().clean_email(email)).lower()

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """Queue the message: the page takes as long to answer as for an unknown address."""
        app.configure_task(SEND_RESET, queue="mail").defer(user=user.pk)
