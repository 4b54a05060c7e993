"""The dispositif on screen."""

import pytest

from etrier.domain.access import Role
from etrier.schemes.actions import draft_scheme
from etrier.schemes.models import Agreement, Dispositif
from etrier.shipped import scheme_text


@pytest.fixture
def draft(laval, on) -> Dispositif:
    laval.enter()
    return draft_scheme(
        by=laval.actor(Role.ADMINISTRATOR),
        on=on,
        model=scheme_text("laval").replace("value = 3000", "value = 2500"),
    )


@pytest.mark.covers("D1", "D2", "D5")
def test_the_dispositif_is_read_with_where_each_value_comes_from(laval):
    page = laval.client().get("/dispositif/").content.decode()
    assert "Microcrédits personnels du CCAS de Laval" in page
    assert "3\u202f000" in page
    assert "hypothèse" in page


def test_a_role_that_does_not_read_it_is_refused(laval):
    assert laval.client(Role.REFERRER).get("/dispositif/").status_code == 403


@pytest.mark.covers("D3")
def test_two_models_are_compared_in_sentences(laval):
    page = laval.client().get("/dispositif/comparer/?left=tarbes&right=laval").content.decode()
    assert "Ce qui diffère" in page
    assert "commission" in page.lower()


def test_a_bad_model_is_refused_with_line_and_remedy_and_kept(laval):
    client = laval.client(Role.ADMINISTRATOR)
    text = scheme_text("laval").replace("max = { value = 3000", "max = { value = -3000")
    answer = client.post("/dispositif/preparer/", {"model": text})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Ligne " in page
    assert "-3000" in page


@pytest.mark.covers("D1")
def test_a_version_is_voted_and_files_keep_theirs(laval, draft, on):
    client = laval.client(Role.ADMINISTRATOR)
    former = laval.dispositif
    address = f"/dispositif/versions/{draft.uid}/mettre-en-vigueur/"
    assert "2\u202f500" in client.get(address).content.decode()
    answer = client.post(address, {"valid_from": "2026-12-01", "resolution": "2026-11-20 n° 12"})
    assert answer.status_code == 302
    laval.enter()
    former.refresh_from_db()
    draft.refresh_from_db()
    assert (former.state, draft.state) == ("replaced", "in_force")
    in_force = Dispositif.objects.in_force
    assert in_force(laval.organisation, on) == former
    assert in_force(laval.organisation, on.replace(month=12)) == draft
    for day, version in ((on, former), (on.replace(month=12), draft)):
        assert in_force(laval.organisation, day).parsed == version.parsed
    assert former.parsed != draft.parsed
    assert in_force(laval.organisation, on.replace(year=1990)) is None


def test_two_people_on_one_draft_are_told(laval, draft):
    first, second = laval.client(Role.ADMINISTRATOR), laval.client(Role.MANAGER)
    address = f"/dispositif/versions/{draft.uid}/modifier/"
    sent = {"model": draft.model, "revision": draft.revision}
    assert first.post(address, sent | {"model": draft.model.replace("2500", "2600")}).status_code == 302
    answer = second.post(address, sent | {"model": draft.model.replace("2500", "2700")})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Paul Hamelin" in page
    assert "2700" in page


def test_a_form_sent_twice_acts_once(laval):
    client = laval.client(Role.ADMINISTRATOR)
    sent = {"model": scheme_text("tarbes"), "key": "0191a0a0-0000-7000-8000-000000000001"}
    first, second = (client.post("/dispositif/preparer/", sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    laval.enter()
    assert Dispositif.objects.filter(state="draft").count() == 1


@pytest.mark.covers("D8")
def test_a_convention_is_ended(laval):
    agreement = laval.agreements[0]
    client = laval.client(Role.ADMINISTRATOR)
    answer = client.post(f"/dispositif/conventions/{agreement.uid}/terminer/", {"valid_to": "2026-12-31"})
    assert answer.status_code == 302
    laval.enter()
    assert Agreement.objects.get(pk=agreement.pk).state == "ended"


def test_a_stranger_does_not_find_our_version(laval, tarbes, draft):
    stranger = tarbes.client(Role.ADMINISTRATOR)
    assert stranger.get(f"/dispositif/versions/{draft.uid}/").status_code == 404


@pytest.mark.covers("D8")
def test_a_convention_names_the_bank_of_the_dispositif_and_the_one_of_the_instance(laval):
    agreement = laval.agreements[0]
    client = laval.client(Role.ADMINISTRATOR)
    page = client.get("/dispositif/conventions/signer/").content.decode()
    assert f'value="{agreement.partner.uid}"' in page
    typed = {"code": agreement.code, "partner": str(agreement.partner.uid), "valid_from": "2027-01-01"}
    assert client.post("/dispositif/conventions/signer/", typed | {"partner": ""}).status_code == 422
    assert client.post("/dispositif/conventions/signer/", typed).status_code == 302
    laval.enter()
    assert Agreement.objects.filter(code=agreement.code, partner=agreement.partner).count() == 2
