"""Signing in, with everything that may go wrong: passwords, codes, lock-out, sessions, organisations."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from etrier.accounts import urls
from etrier.accounts.models import User
from etrier.domain.access import Role
from etrier.ui.tests.test_account_pages import ENGLISH, words
from tests.cast import join

pytestmark = [pytest.mark.django_db, pytest.mark.covers("X2")]
WORD = "cheval-agrafe-pile-correcte"
WRONG = "tapis-orage-lampe-verte"
KEYED = {"account_reset_password_from_key": {"uidb36": "1", "key": "x-y"}}
NONSENSE = {"code": "abc", "email": "x", "password1": "a", "password": "b", "login": "c"}
NAMES = sorted(str(pattern.name) for pattern in urls.urlpatterns)


@pytest.fixture
def camille(laval) -> User:
    user = laval.user()
    user.set_password(WORD)
    user.save()
    return user


def signed_in(user: User, word: str = WORD) -> tuple[Client, str]:
    """A browser in which this person typed a password, and what it answered."""
    browser = Client()
    answer = browser.post(reverse("account_login"), {"login": user.email, "password": word}, follow=True)
    return browser, answer.content.decode()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def confirmed(browser: Client, name: str) -> str:
    """A page that asks for the password again, and its text."""
    asked = browser.get(reverse(name), follow=True)
    if asked.redirect_chain and "confirmer" in asked.redirect_chain[-1][0]:
        asked = browser.post(asked.redirect_chain[-1][0], {"password": WORD}, follow=True)
    return asked.content.decode()


# -- passwords


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("azerty", "Choisissez un mot de passe plus long"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "Choisissez un mot de passe plus long"),
        ("19841984198419", "Choisissez un mot de passe plus long"),
        ("camille.rouault@example.org", "courriel"),
    ],
)
def test_a_password_too_easy_is_refused_and_nothing_changes(camille, chosen, said):
    browser, _ = signed_in(camille)
    typed = {"oldpassword": WORD, "password1": chosen, "password2": chosen}
    page = browser.post(reverse("account_change_password"), typed)
    assert said in words(page)
    assert not ENGLISH.search(words(page))
    camille.refresh_from_db()
    assert camille.check_password(WORD)


def test_a_password_is_changed_and_opens(camille):
    browser, _ = signed_in(camille)
    typed = {"oldpassword": WORD, "password1": WRONG, "password2": WRONG}
    assert browser.post(reverse("account_change_password"), typed).status_code == 302
    assert "Se connecter" in signed_in(camille)[1]
    assert "Ma journée" in signed_in(camille, WRONG)[1]


def test_passwords_are_kept_by_argon2id_in_production():
    from etrier.config import settings as production

    assert production.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


# -- lock-out


def test_five_failures_lock_the_account_for_every_browser(camille):
    for _ in range(5):
        signed_in(camille, WRONG)
    _, page = signed_in(camille)
    assert "Trop d’essais" in page
    assert "Ma journée" not in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_cache WHERE cache_key LIKE %s", ["%login_failed%"])
        assert cursor.fetchone()[0] > 0, "counted in the database, for all the processes of the site"


def test_a_lock_is_for_one_account(laval, camille):
    for _ in range(6):
        signed_in(camille, WRONG)
    other = laval.user(Role.RECEPTION)
    other.set_password(WORD)
    other.save()
    assert "Ma journée" in signed_in(other)[1]


def test_an_unknown_address_is_told_apart_by_nothing(camille):
    unknown = User(email="personne@example.org")
    said = [re.sub(r"\S+@\S+|value=\"[^\"]*\"", "", signed_in(user, WRONG)[1]) for user in (camille, unknown)]
    assert words_only(said[0]) == words_only(said[1])


def words_only(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


# -- second factor


def test_a_code_is_asked_then_opens_once(camille):
    secret = generate_totp_secret()
    TOTP.activate(camille, secret)
    browser, page = signed_in(camille)
    assert "Code de vérification" in page
    assert browser.get("/dossiers/").status_code == 302
    code = code_of(secret)
    assert browser.post(reverse("mfa_authenticate"), {"code": code})["Location"] == "/"
    assert browser.get("/dossiers/").status_code == 200
    again, _ = signed_in(camille)
    used = again.post(reverse("mfa_authenticate"), {"code": code})
    assert used.status_code == 200
    assert again.get("/dossiers/").status_code == 302


def test_wrong_codes_lock_too(camille):
    TOTP.activate(camille, generate_totp_secret())
    browser, _ = signed_in(camille)
    for _ in range(6):
        page = browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Trop" in words(page)
    assert not ENGLISH.search(words(page))


def test_a_recovery_code_opens_once(camille):
    TOTP.activate(camille, generate_totp_secret())
    codes = RecoveryCodes.activate(camille).get_unused_codes()
    browser, _ = signed_in(camille)
    assert browser.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    assert browser.get("/dossiers/").status_code == 200
    again, _ = signed_in(camille)
    assert again.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200
    assert again.get("/dossiers/").status_code == 302


def test_where_it_is_compulsory_the_guard_leads_to_enrolment_and_back(laval, camille):
    laval.organisation.mfa_required = True
    laval.organisation.save()
    browser, page = signed_in(camille)
    assert "Confirmer que c’est bien vous" in page or "Activer l’application" in page
    page = confirmed(browser, "mfa_activate_totp")
    found = re.search(r'text-break">(\w+)<', page)
    assert found
    done = browser.post(reverse("mfa_activate_totp"), {"code": code_of(found[1])}, follow=True)
    assert "Codes de secours" in done.content.decode()
    assert browser.get("/dossiers/").status_code == 200
    camille.authenticator_set.all().delete()
    assert browser.get("/dossiers/")["Location"] == reverse("mfa_activate_totp")


# -- sessions


def test_a_session_ends(camille):
    browser, _ = signed_in(camille)
    row = Session.objects.get(session_key=browser.session.session_key)
    left = row.expire_date - timezone.now()
    hours = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    assert hours - timedelta(minutes=5) < left <= hours
    assert browser.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""
    assert browser.cookies[settings.SESSION_COOKIE_NAME]["httponly"]
    row.expire_date = timezone.now() - timedelta(seconds=1)
    row.save()
    assert browser.get("/dossiers/")["Location"] == "/compte/connexion/?next=/dossiers/"


def test_leaving_ends_the_session_on_the_server(camille):
    browser, _ = signed_in(camille)
    stolen = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert browser.post(reverse("account_logout"))["Location"] == "/compte/connexion/"
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert thief.get("/dossiers/").status_code == 302


# -- several organisations


def test_switching_judges_the_other_place_by_its_own_rules(laval, tarbes, camille):
    other = join(tarbes.organisation, Role.RECEPTION, "Camille", "Rouault")
    tarbes.organisation.mfa_required = True
    tarbes.organisation.save()
    browser, page = signed_in(camille)
    assert "Travailler pour" in page
    here = next(one for one in (laval.members[Role.SOCIAL_WORKER],))
    assert browser.get("/prets/").status_code == 200
    assert browser.post(reverse("account_switch"), {"membership": str(other.uid)}).status_code == 302
    assert browser.get("/prets/")["Location"] == reverse("mfa_activate_totp")
    TOTP.activate(camille, generate_totp_secret())
    assert browser.get("/prets/").status_code == 403
    tarbes.enter()
    type(other).objects.filter(pk=other.pk).update(state="suspended")
    assert "CCAS de Laval" in browser.get("/dispositif/").content.decode()
    assert browser.post(reverse("account_switch"), {"membership": str(other.uid)}).status_code == 404
    assert browser.post(reverse("account_switch"), {"membership": str(here.uid)}).status_code == 302
    assert browser.post(reverse("account_switch"), {"membership": "n’importe quoi"}).status_code == 404


# -- every routed page


def everyone(user: User) -> dict[str, Client]:
    """Someone unknown, and someone signed in who just proved who she is."""
    plain, _ = signed_in(user)
    confirmed(plain, "mfa_activate_totp")
    return {"anonyme": Client(), "connectée": plain}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("second_factor", [False, True])
def test_every_page_of_the_account_speaks_french(camille, name, second_factor):
    where = reverse(name, kwargs=KEYED.get(name))
    browsers = everyone(camille)
    if second_factor:
        TOTP.activate(camille, generate_totp_secret())
        RecoveryCodes.activate(camille)
    for who, browser in browsers.items():
        for answer in (
            browser.get(where, follow=True),
            browser.post(
                where, {"code": "abc", "email": "x", "password1": "a", "password": "b"}, follow=True
            ),
        ):
            assert answer.status_code in (200, 403, 404, 405), f"{name}, {who}: {answer.status_code}"
            if "html" not in answer.get("Content-Type", "html") or answer.status_code == 405:
                continue
            assert 'lang="fr"' in answer.content.decode(), f"{name}, {who}"
            assert not ENGLISH.search(words(answer)), f"{name}, {who}: {ENGLISH.search(words(answer))}"
            assert 'class="brand"' in answer.content.decode() or "rail" in answer.content.decode(), name
