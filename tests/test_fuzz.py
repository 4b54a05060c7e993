"""Every form, mistreated: from a valid form, one field corrupted at a time, at least fifty times.

Never an error 500; what is refused changes nothing and comes back as it was typed, with a sentence in French
beside the field. A form whose valid answers are refused fails: nothing would be learnt by corrupting them.
"""

import logging

import pytest
from django.template import Template
from django.urls import reverse

from etrier.decisions.tests.factories import adviser_client
from etrier.domain.access import Role
from tests.addresses import addresses
from tests.corruption import NASTY, corruptions
from tests.mistreating import Sweep
from tests.neighbours import HOMES, Everyone

APPS = sorted({address.app for address in addresses()} - {"", "portal"})


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Pages are rendered as on the site: the copies of contexts that tests usually keep, and the log of each
    refusal, would take half of the time."""
    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.covers("X7")
@pytest.mark.parametrize("app", APPS)
def test_no_form_breaks_or_forgets_in(app, neighbourhood):
    home = neighbourhood.at(HOMES.get(app, ("laval",))[0])
    assert not (wrong := Sweep(home, home.people).run(app)), "\n".join(wrong)


@pytest.mark.covers("X7", "A14")
def test_no_form_breaks_or_forgets_at_the_bank(neighbourhood):
    home = neighbourhood.at("laval")
    advisers = Everyone(home.town)
    advisers.browsers = {Role.BANK_ADVISER: adviser_client(home.town.agreements[0].partner)}
    home.town.enter()
    assert not (wrong := Sweep(home, advisers).run("portal")), "\n".join(wrong)


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
