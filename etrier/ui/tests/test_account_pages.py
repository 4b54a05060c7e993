"""The account's pages wear our look and speak French, from the sign-in to the recovery codes."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from etrier import ui
from etrier.accounts.jobs import send_password_reset

pytestmark = pytest.mark.django_db
PASSWORD = "cheval-agrafe-pile-correcte"
ENGLISH = re.compile(r"\b(the|your|you|password|sign in|email address|code is|please|enter)\b", re.IGNORECASE)


@pytest.fixture
def camille(django_user_model):
    return django_user_model.objects.create_user(
        "camille@example.org", PASSWORD, first_name="Camille", last_name="Rouault"
    )


@pytest.fixture
def browser(camille):
    browser = Client()
    browser.post(reverse("account_login"), {"login": camille.email, "password": PASSWORD})
    return browser


def words(response):
    """What a person reads, without markup."""
    text = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL))


def french(response, heading):
    read = words(response)
    assert f"<h1>{heading}</h1>" in response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    assert 'lang="fr"' in response.content.decode()
    assert " style=" not in response.content.decode()
    assert not ENGLISH.search(read), ENGLISH.search(read)
    return read


def test_sign_in(client):
    read = french(client.get(reverse("account_login")), "Se connecter")
    assert "sur invitation" in read


def test_a_wrong_password_says_so_in_an_error_summary(client, camille):
    response = client.post(reverse("account_login"), {"login": camille.email, "password": "autre"})
    read = french(response, "Se connecter")
    assert 'class="error-summary"' in response.content.decode()
    assert "Erreur · Se connecter" in read
    assert camille.email in response.content.decode()


def test_too_many_failures_lock_out_in_french(client, camille):
    for _ in range(6):
        response = client.post(reverse("account_login"), {"login": camille.email, "password": "autre"})
    assert "Trop d" in french(response, "Se connecter")


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("account_reset_password", "Mot de passe oublié"),
        ("account_reset_password_done", "Regardez votre messagerie"),
        ("account_reset_password_from_key_done", "Mot de passe changé"),
        ("account_inactive", "Ce compte est désactivé"),
    ],
)
def test_pages_before_signing_in(client, name, heading):
    french(client.get(reverse(name)), heading)


def test_a_forgotten_password_is_chosen_anew_by_mail(client, camille, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": camille.email})
    assert not mailoutbox  # the page is answered first
    send_password_reset.func(user=camille.pk)
    (mail,) = mailoutbox
    assert "nouveau mot de passe" in mail.subject
    assert not ENGLISH.search(re.sub(r"http\S+", "", mail.body))
    link = re.search(r"http://[^/]+(\S+)", mail.body)[1]
    page = client.get(link, follow=True)
    french(page, "Choisir un nouveau mot de passe")
    chosen = "quatre-mots-sans-rapport"
    target = page.redirect_chain[-1][0]
    done = client.post(target, {"password1": chosen, "password2": chosen}, follow=True)
    french(done, "Mot de passe changé")
    french(client.get(link, follow=True), "Ce lien ne vaut plus")
    assert client.login(email=camille.email, password=chosen)


def test_an_unknown_address_learns_nothing_on_screen(client, mailoutbox):
    page = client.post(reverse("account_reset_password"), {"email": "inconnue@example.org"}, follow=True)
    french(page, "Regardez votre messagerie")
    assert not ProcrastinateJob.objects.exists()
    assert not mailoutbox


def test_a_closed_account_gets_no_link(camille, mailoutbox):
    camille.is_active = False
    camille.save()
    send_password_reset.func(user=camille.pk)
    assert not mailoutbox


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("account_logout", "Se déconnecter"),
        ("account_change_password", "Changer de mot de passe"),
        ("mfa_index", "Mon compte"),
    ],
)
def test_pages_of_one_s_own_account(browser, name, heading):
    french(browser.get(reverse(name)), heading)


def code_for(secret):
    counter = next(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counter))


def test_activating_the_second_factor_gives_recovery_codes(browser):
    url = reverse("mfa_activate_totp")
    asked = browser.get(url, follow=True)
    french(asked, "Confirmer que c’est bien vous")
    page = browser.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    french(page, "Activer l’application d’authentification")
    assert 'src="data:image/svg+xml' in page.content.decode()
    secret = re.search(r'text-break">(\w+)<', page.content.decode())[1]
    wrong = browser.post(url, {"code": "000000" if code_for(secret) != "000000" else "111111"})
    assert "Code incorrect" in french(wrong, "Activer l’application d’authentification")
    codes = browser.post(url, {"code": code_for(secret)}, follow=True)
    french(codes, "Codes de secours")
    assert len(re.findall(r"<li>[0-9a-zA-Z-]{8,}</li>", codes.content.decode())) == 10
    assert "par un code" in french(browser.get(reverse("mfa_index")), "Mon compte")
    french(browser.get(reverse("mfa_generate_recovery_codes")), "Créer des codes de secours")
    french(browser.get(reverse("mfa_deactivate_totp")), "Désactiver l’application d’authentification ?")


def test_signing_in_with_a_second_factor(client, camille):
    TOTP.activate(camille, generate_totp_secret())
    page = client.post(reverse("account_login"), {"login": camille.email, "password": PASSWORD}, follow=True)
    french(page, "Code de vérification")
    wrong = client.post(reverse("mfa_authenticate"), {"code": "12"})
    french(wrong, "Code de vérification")


MAILS = sorted(
    f"{folder.parent.name}/email/{mail.name}"
    for folder in (Path(ui.__file__).parent / "templates").glob("*/email")
    for mail in folder.glob("*.txt")
)


@pytest.mark.parametrize("name", [name for name in MAILS if "/base_" not in name])
def test_every_mail_is_french_and_names_nobody(name):
    here = {"domain": "etrier.example.org", "name": "Étrier"}
    written = render_to_string(
        name,
        {
            "current_site": here,
            "password_reset_url": "https://etrier.example.org/nouveau",
            "activate_url": "https://etrier.example.org/confirmer",
            "email": "camille@example.org",
            "ip": "192.0.2.1",
            "user_agent": "Navigateur",
            "timestamp": datetime(2026, 11, 23, 7, 12, tzinfo=UTC),
        },
    )
    assert written.strip()
    assert not ENGLISH.search(re.sub(r"http\S+", "", written))
    assert "camille" not in written
    assert "<" not in written
    assert "&#x27;" not in written
    if name.endswith("_subject.txt"):
        assert len(written.strip().splitlines()) == 1
    else:
        assert written.startswith("Bonjour,")
    if "administrateur" in written and "adresse réseau" in written:
        assert "23\u00a0novembre 2026 à 8\u00a0h\u00a012" in written
