"""The bad input that was asked about by name, each on a real page: a sentence in French beside the field,
nothing lost, nothing changed. `tests/test_fuzz.py` puts the same in every other field."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.addresses import addresses
from tests.corruption import NIR, Sent
from tests.mistreating import Sweep, send
from tests.neighbours import HOMES
from tests.page import plain
from tests.test_addresses import state_of

MEGABYTE = 1024 * 1024
NEGATIVE = "Un montant ne peut pas être négatif : écrivez-le sans signe moins."
NO_SUCH_DAY = "Le 31/02/2026 n’existe pas : février 2026 compte 28 jours. Corrigez le jour."
NO_PAPER = "Ce fichier n’est ni un PDF ni une photo : envoyez un PDF, un JPEG ou un PNG."
TOO_LARGE = "Ce fichier dépasse 10 Mo : réduisez-le ou envoyez-le en plusieurs parties."
TOO_LONG = "Ce texte compte 10 485 760 caractères, la limite est de 2 000 : raccourcissez-le."
WRONG_KEY = "La clé de cet IBAN est fausse : un chiffre a été mal recopié. Vérifiez-le sur le RIB."
NO_NIR = "Retirez le numéro de sécurité sociale : il ne doit figurer nulle part dans le dossier."


def beside(page: str, name: str) -> str:
    """The sentence that stands beside a field."""
    found = re.search(rf'id="[^"]*{name}_error">(.*?)</div>', page, re.DOTALL)
    return plain(html.unescape(re.sub(r"<[^>]+>", "", found[1]))).removeprefix("Erreur : ") if found else ""


def check(neighbourhood, name: str, field: str, value, sentence: str) -> None:
    """One field of one page, filled with that and the rest rightly."""
    home = neighbourhood.at(HOMES.get(name.partition(":")[0], ("laval",))[0])
    address = next(one for one in addresses() if one.name == name)
    sweep = Sweep(home, home.people)
    target = next(one for one in sweep.targets(address) if field in one.form.fields)
    before, payload = state_of([home.town.organisation]), target.payload | {field: value}
    answer = send(target, payload)
    home.town.enter()
    page = answer.content.decode()
    assert answer.status_code == 422
    assert beside(page, field) == plain(sentence)
    sent = Sent(target.form, payload, target.form.fields[field], value, answer.status_code, page)
    assert list(sent.faults()) == []
    assert state_of([home.town.organisation]) == before


@pytest.mark.covers("X7")
@pytest.mark.parametrize(
    ("name", "field"), [("applications:record_contact", "amount"), ("loans:report_paid", "amount")]
)
def test_negative_euros(neighbourhood, name, field):
    check(neighbourhood, name, field, "-86,85", NEGATIVE)


@pytest.mark.covers("X7")
@pytest.mark.parametrize(("name", "field"), [("followup:add_task", "due_on"), ("loans:report_paid", "on")])
def test_the_31_of_february(neighbourhood, name, field):
    check(neighbourhood, name, field, "2026-02-31", NO_SUCH_DAY)


@pytest.mark.covers("X7")
@pytest.mark.parametrize(
    ("name", "field"), [("applications:record_contact", "months"), ("decisions:make_counter_offer", "months")]
)
def test_a_duration_of_nothing(neighbourhood, name, field):
    check(neighbourhood, name, field, "0", "Écrivez une durée de 1 à 120 mois.")


@pytest.mark.covers("X7")
def test_ten_megabytes_of_text(neighbourhood):
    check(neighbourhood, "applications:record_contact", "wish", "a" * 10 * MEGABYTE, TOO_LONG)


@pytest.mark.covers("X7", "X5")
@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("documents:receive_document", "content"),
        ("decisions:accept_request", "paper"),
        ("loans:report_paid", "paper"),
    ],
)
@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"MZ\x90\x00" + b"\x00" * 300, NO_PAPER), (b"%PDF-1.7\n" + b"0" * 13 * MEGABYTE, TOO_LARGE)],
    ids=["executable", "too large"],
)
def test_a_file_that_is_no_paper(neighbourhood, name, field, content, sentence):
    check(neighbourhood, name, field, SimpleUploadedFile("releve.pdf", content), sentence)


@pytest.mark.covers("X7", "E1")
def test_an_iban_whose_key_is_wrong(neighbourhood):
    check(
        neighbourhood, "outcomes:record_bank_details", "iban", "FR76 3000 6000 0112 3456 7890 188", WRONG_KEY
    )


@pytest.mark.covers("X7")
@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("applications:record_contact", "address"),
        ("applications:update_situation", "note"),
        ("decisions:accept_request", "text"),
        ("followup:attempt_contact", "note"),
        ("team:invite_member", "title"),
    ],
)
def test_a_social_security_number(neighbourhood, name, field):
    check(neighbourhood, name, field, f"Son numéro : {NIR}.", NO_NIR)


@pytest.mark.covers("X7")
def test_a_social_security_number_among_who_sits(neighbourhood):
    """Its fields are added to a form already made, one per seat."""
    home = neighbourhood.at("tarbes")
    address = next(one for one in addresses() if one.name == "decisions:record_attendance")
    (target,) = Sweep(home, home.people).targets(address)
    seat = next(name for name in target.form.fields if name.startswith("name_"))
    answer = send(target, target.payload | {seat: NIR})
    assert beside(answer.content.decode(), seat) == NO_NIR
