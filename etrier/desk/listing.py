"""The lines of a list of files: what is asked, where it stands, whom it waits for; the same few queries
whatever the number of rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from etrier.accounts.actor import Actor
from etrier.applications.models import Application
from etrier.applications.reading import requests_of
from etrier.database.reading import attach, rows_among
from etrier.decisions.models import Transmission
from etrier.decisions.models.bank import OPEN
from etrier.domain.access import Reading
from etrier.domain.lifecycle.application import ApplicationState as S
from etrier.files.models import File
from etrier.loans.models import Loan
from etrier.ui.formats import listed, round_euros

WORKER, PERSON = "le CCAS", "la personne"
WAITS_FOR = {
    S.CONTACT: WORKER,
    S.UNDER_STUDY: WORKER,
    S.READY: WORKER,
    S.AT_COMMITTEE: "la commission",
    S.ADJOURNED: WORKER,
    S.FAVOURABLE: WORKER,
    S.OFFER_ISSUED: PERSON,
    S.SIGNED: "la banque",
}
"""Who holds a request in each state; at the bank, the sendings say."""
TONES = {S.DISBURSED: "good", S.CLOSED: "neutral", S.UNFAVOURABLE: "bad"}
LOAN_TONES = {"running": "good", "paid_off": "neutral", "retracted": "neutral"}


@dataclass(frozen=True, slots=True)
class Line:
    """One file of a list; the last four are empty for who does not read files."""

    file: File
    asked: str = ""
    stage: str = ""
    tone: str = ""
    waits_for: str = ""


def room_of(actor: Actor) -> str:
    """The name of the page of a file that this member may open: the whole of it, or its contact sheet."""
    return "desk:file" if actor.may_read(Reading.SEE_FILE) else "applications:contact"


def lines(files: Sequence[File], actor: Actor) -> list[Line]:
    """What a list says of these files. A role that may not open them learns nothing more than their names."""
    if not actor.may_read(Reading.SEE_FILE):
        return [Line(file) for file in files]
    keys, requests = [file.pk for file in files], requests_of(files)
    loans = {one.file_id: one for one in rows_among(Loan, "file", keys, ordered=False)}
    sent: dict[int, list[Transmission]] = {}
    sendings = [one for one in reversed(rows_among(Transmission, "file", keys)) if one.state in OPEN]
    attach(sendings, "partner")
    for one in sendings:
        sent.setdefault(one.file_id, []).append(one)
    found = []
    for file in files:
        request = requests.get(file.pk)
        if request is None:
            found.append(Line(file))
            continue
        found.append(line(file, request, loans.get(file.pk), sent.get(file.pk, [])))
    return found


def line(file: File, request: Application, loan: Loan | None, sent: Sequence[Transmission]) -> Line:
    """One file: its loan says where it stands once there is one, its request before."""
    amount = loan.principal if loan else request.amount
    asked = [request.product_label, round_euros(amount) if amount else ""]
    if loan is not None:
        stage, tone = loan.state_label, LOAN_TONES.get(loan.state, "bad")
    else:
        stage, tone = request.state_label, TONES.get(S(request.state), "waiting")
    return Line(file, " · ".join(part for part in asked if part), stage, tone, waited(request, sent))


def waited(request: Application, sent: Sequence[Transmission]) -> str:
    """Who must do the next thing; nobody once the request has ended."""
    if request.state != S.WITH_BANK:
        return WAITS_FOR.get(S(request.state), "")
    holders = {
        "sent": [one.partner.name for one in sent if one.state == "sent"],
        "questioned": [WORKER] if any(one.state == "questioned" for one in sent) else [],
        "counter_offer": [PERSON] if any(one.state == "counter_offer" for one in sent) else [],
        "accepted": ["la banque"] if any(one.state == "accepted" for one in sent) else [],
    }
    return listed([who for names in holders.values() for who in names]) or WORKER
