"""The journal read aloud: one act, one line, and no code where a person reads."""

from datetime import date

from etrier.domain.lifecycle import Act
from etrier.journal.models import Entry
from etrier.journal.sentences import sentence, told_once

DAY = date(2026, 11, 23)


def entry(act: Act, subject: str, file_id: int = 1, **data: str | int) -> Entry:
    return Entry(act=act, subject=subject, subject_id=1, file_id=file_id, on=DAY, data=data)


def test_an_act_on_several_things_is_told_once():
    offer, application = entry(Act.SIGN_OFFER, "offer"), entry(Act.SIGN_OFFER, "application")
    assert told_once([application, offer]) == [offer]


def test_an_echo_without_its_voice_is_still_told():
    echo, elsewhere = entry(Act.SIGN_OFFER, "application"), entry(Act.SIGN_OFFER, "offer", file_id=2)
    assert told_once([echo, elsewhere]) == [echo, elsewhere]


def test_figures_days_and_codes_become_words():
    told = sentence(entry(Act.REPORT_UNPAID, "loan", number=7, amount="86.85"))
    assert told == "Échéance 7 impayée\u00a0: 86,85\u202f€"
    refused = sentence(entry(Act.REFUSE_REQUEST, "transmission", bank_reason="debt_ratio"))
    assert refused == "Prêt refusé par la banque\u00a0: endettement trop élevé"


def test_a_code_the_table_does_not_know_is_not_shown():
    assert sentence(entry(Act.RECEIVE_DOCUMENT, "document", document="papier-local")) == "Pièce reçue"
    assert sentence(entry(Act.RECEIVE_DOCUMENT, "document", document="quote")) == "Pièce reçue\u00a0: devis"
