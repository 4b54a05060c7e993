"""Every form, mistreated: from a valid form, one field corrupted at a time, at least fifty times.

Never an error 500; what is refused changes nothing and comes back as it was typed, with a sentence in French
beside the field. A form whose valid answers are refused fails: nothing would be learnt by corrupting them.
"""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from etrier.decisions.tests.factories import adviser_client
from etrier.domain.access import Role
from tests.addresses import addresses
from tests.cast import join
from tests.corruption import NASTY, corruptions, forms_of
from tests.filling import PASSWORD, filled
from tests.mistreating import Sweep, Target, send, told
from tests.neighbours import HOMES, Everyone, Inhabited
from tests.test_addresses import ADDRESSES, OPEN_TO_ALL

OTHER = "sept-collines-sans-brouillard-41"
FORMS = [address for address in ADDRESSES if address.name not in OPEN_TO_ALL]


pytestmark = pytest.mark.usefixtures("quick")
# The long tests come first: at the end, so many short ones keep every process at work.


@pytest.mark.covers("X7", "A14")
def test_no_form_breaks_or_forgets_at_the_bank(neighbourhood):
    home = neighbourhood.at("laval")
    advisers = Everyone(home.town)
    advisers.browsers = {Role.BANK_ADVISER: adviser_client(home.town.agreements[0].partner)}
    home.town.enter()
    portal = [address for address in addresses() if address.app == "portal"]
    assert not (wrong := Sweep(home, advisers).run(portal)), "\n".join(wrong)


def of_an_account(home: Inhabited) -> Iterator[Target]:
    """The forms of one's own account, for somebody who has a password; those before signing in included."""
    user = join(home.town.organisation, Role.RECEPTION, "Jade", "Mallet").user
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    home.town.enter()
    signed, stranger = Client(), Client()
    signed.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    invitation = {"organisation": home.town.organisation.uid, "token": home.place.token}
    for browser, name, keys, typed in (
        (stranger, "account_login", {}, {"login": user.email}),
        (stranger, "account_reset_password", {}, {"email": user.email}),
        (stranger, "team:accept_invitation", invitation, {}),
        (signed, "account_change_password", {}, {"password1": OTHER, "password2": OTHER}),
        (signed, "account_reauthenticate", {}, {}),
        (signed, "mfa_activate_totp", {}, {}),
    ):
        if name == "mfa_activate_totp":
            signed.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        where = reverse(name, kwargs=keys)
        page = browser.get(where).content.decode()
        secret = re.search(r'text-break">(\w+)<', page)
        code = {"code": code_for(secret[1])} if secret else {}
        (form,) = forms_of(page)
        yield Target(name, browser, where, form, filled(form, home.place.on) | typed | code)


def code_for(secret: str) -> str:
    """What the application of a telephone would show now."""
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


@pytest.mark.covers("X2", "X7")
def test_no_form_of_an_account_breaks_or_forgets(neighbourhood):
    home = neighbourhood.at("laval")
    sweep = Sweep(home, home.people)
    for target in of_an_account(home):
        assert told(send(target, target.payload)) == [], target.name
        sweep.mistreat(target)
    assert not sweep.wrong, "\n".join(sweep.wrong)


@pytest.mark.covers("X7")
def test_the_search_bears_anything(neighbourhood):
    worker = neighbourhood.at("laval").worker
    for words in NASTY:
        answer = worker.get(reverse("desk:search"), {"q": words})
        assert answer.status_code in (200, 302), words


@pytest.mark.covers("X7")
def test_the_part_of_a_page_that_is_refreshed_alone_bears_anything(neighbourhood):
    home = neighbourhood.at("laval")
    simulator = next(one for one in addresses() if one.name == "applications:simulator")
    (target,) = Sweep(home, home.people).targets(simulator)
    for one, value in corruptions(target.form):
        asked = target.payload | {one.name: value}
        answer = target.browser.get(target.where, asked, headers={"HX-Request": "true"})
        assert answer.status_code == 200, (one.name, value)
        assert "<html" not in answer.content.decode()


@pytest.mark.covers("X7")
@pytest.mark.parametrize("address", FORMS, ids=lambda address: address.name)
def test_no_form_breaks_or_forgets_at(address, neighbourhood):
    home = neighbourhood.at(HOMES.get(address.app, ("laval",))[0])
    assert not (wrong := Sweep(home, home.people).run([address])), "\n".join(wrong)
