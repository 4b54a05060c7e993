"""The page of a file: where it stands in a sentence, what to do next, its loan, its budget, what happened."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from etrier.accounts.actor import Actor
from etrier.applications.budget import described, instalment_of
from etrier.applications.views.budget import parts
from etrier.desk.lifeline import WATCHED, Step, life_line
from etrier.desk.subjects import Subjects, buttons, subjects_of
from etrier.domain import budget as rules
from etrier.domain.account import Account
from etrier.domain.guarantee import commitment
from etrier.domain.lifecycle import Act
from etrier.domain.lifecycle.application import ApplicationState as S
from etrier.files.models import File
from etrier.journal.models import Entry
from etrier.journal.sentences import Told, told
from etrier.loans.accounts import account_of, strip_of
from etrier.ui.formats import counted, day, euros, months, percent, round_euros

SHOWN = 12
BAD = frozenset({Act.REPORT_UNPAID, Act.OPEN_DIFFICULTY, Act.ACCELERATE, Act.CLOSE_WITH_LOSS})
"""Acts that a reader of the story must not miss."""
QUIET = frozenset(
    {
        "check_document",
        "accept_document",
        "finish_letter",
        "register_person",
        "record_household",
        "plan_step",
        "plan_support_contact",
    }
)
"""Acts that say nothing to a reader of the file: the house's own steps, what is only planned."""


@dataclass(frozen=True, slots=True)
class Room:
    """A link to a part of the file."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline."""

    sentence: str
    detail: str
    tone: str = ""


def lines(entries: list[Entry]) -> list[Line]:
    """Journal entries as the timeline shows them; an act on several things is told once."""
    said = [
        Line(one.sentence, detail(one), "bad" if one.act in BAD else "")
        for one in told(entries)
        if one.act not in QUIET
    ]
    return list(dict.fromkeys(said))


def detail(one: Told) -> str:
    """When, by whom."""
    return " · ".join(part for part in (day(one.on), one.author) if part)


def summary(found: Subjects) -> str:
    """« Restructuration · 1 500 € sur 24 mois au Crédit Mutuel · apurer trois dettes »"""
    application = found.application
    if application is None:
        return ""
    loan = found.loan
    amount = loan.principal if loan else application.amount
    duration = loan.months if loan else application.months
    asked = " sur ".join(
        part for part in (round_euros(amount) if amount else "", months(duration) if duration else "") if part
    )
    bank = f"{asked}, {loan.partner.name}" if loan and asked else asked
    return " · ".join(part for part in (application.product_label, bank, application.purpose_label) if part)


def situation(found: Subjects, account: Account | None, on: date) -> str:
    """One sentence: where the file stands today."""
    application, loan = found.application, found.loan
    if application is None:
        return "Ce dossier n’a pas encore de demande."
    if loan is not None:
        return loan_situation(loan, account)
    bank = found.transmission.partner.name if found.transmission else ""
    sentences = {
        S.CONTACT: f"Premier contact le {day(application.requested_on)} : l’étude n’a pas commencé.",
        S.UNDER_STUDY: "L’étude est en cours.",
        S.READY: "L’étude est terminée.",
        S.AT_COMMITTEE: "Le dossier attend l’avis de la commission.",
        S.ADJOURNED: "La commission attend des éléments avant de donner son avis.",
        S.UNFAVOURABLE: "La commission a donné un avis défavorable.",
        S.FAVOURABLE: "La commission a donné un avis favorable.",
        S.WITH_BANK: f"{bank} : {found.transmission.state_label}." if found.transmission else "À la banque.",
        S.OFFER_ISSUED: "L’offre de prêt attend la signature.",
        S.SIGNED: "L’offre est signée : le prêt va être versé.",
        S.CLOSED: f"Demande close : {application.closing_label or 'sans prêt'}.",
    }
    return sentences.get(application.state, application.state_label)


def loan_situation(loan: Any, account: Account | None) -> str:
    """Where a loan stands: ended, late, or going on with its next due date."""
    if account is None or loan.state != "running":
        return f"Prêt {loan.state_label}."
    if account.arrears:
        return (
            f"{counted(len(account.unpaid), 'échéance impayée', 'échéances impayées')},"
            f" {euros(account.arrears)} à régulariser."
        )
    if account.next_due is None:
        return "Toutes les échéances sont passées : la banque doit confirmer la fin du prêt."
    following = account.next_due
    return f"Le prêt avance bien : prochaine échéance le {day(following.due_on)}, {euros(following.due)}."


def trouble(found: Subjects, on: date) -> str:
    """The difficulty being met, before anything else: since when, and who meets it."""
    difficulty = found.difficulty
    if difficulty is None:
        return ""
    since = "aujourd’hui" if difficulty.opened_on == on else f"le {day(difficulty.opened_on)}"
    who = "suivie" if difficulty.taken_by_id else "à prendre en charge"
    return f"Difficulté ouverte {since}, {who}."


def loan_facts(loan: Any, account: Account) -> list[tuple[str, str]]:
    """The figures beside the strip."""
    facts = [("Reste dû en capital", euros(account.outstanding_principal))]
    if account.arrears:
        facts.insert(0, ("Impayé", euros(account.arrears)))
    if loan.commitment is not None and loan.guarantee_share:
        engaged = commitment(account.outstanding_principal, loan.guarantee_share)
        facts.append((f"Engagement du CCAS ({percent(loan.guarantee_share, 0)})", euros(engaged)))
    facts.append(("Fin prévue", day(loan.ends_on)))
    return facts


def rooms(file: File, found: Subjects) -> list[Room]:
    """The parts of the file that exist, in the order of its life."""
    application, offer, loan = found.application, found.offer, found.loan
    committee = application is not None and application.dispositif.parsed.committee.before_bank
    names = (
        ("La personne et le foyer", "applications:person", True),
        ("L’étude", "applications:study", True),
        ("Pièces et courriers", "documents:papers", True),
        ("Rendez-vous", "followup:appointments", True),
        ("La commission", "decisions:opinions", committee),
        ("La banque", "decisions:transmissions", found.transmission),
        ("L’offre de prêt", "loans:offer", offer),
        ("La charte de l’accompagnement", "loans:charter", offer),
        ("Le prêt", "loans:account", loan),
        ("Difficultés", "followup:difficulties", loan),
        ("Aides", "followup:aids", application),
        ("Le remboursement des intérêts", "outcomes:refund", found.refund),
        ("Bilans", "outcomes:evaluations", loan),
    )
    return [Room(label, reverse(name, args=[file.uid])) for label, name, present in names if present]


def budget_parts(found: Subjects, on: date) -> list[dict[str, Any]]:
    """The month as one bar; nothing before the budget is complete enough to draw."""
    if found.application is None:
        return []
    budget = described(found.application, on)
    instalment = instalment_of(found.application)
    if budget is None or instalment is None:
        return []
    study = rules.study(budget.rules, found.application.dispositif.parsed.budget, instalment)
    return parts(budget.rules, study, instalment) if not study.with_loan.incomplete else []


def page_of(file: File, actor: Actor, on: date) -> dict[str, Any]:
    """All that the page of a file shows, in a fixed number of queries."""
    found = subjects_of(file)
    account = account_of(found.loan, on) if found.loan else None
    entries = Entry.objects.filter(organisation=file.organisation_id, file_id=file.pk)
    steps: list[Step] = []
    if found.application is not None:
        acts = entries.filter(act__in=WATCHED).order_by("on", "id")
        steps = life_line(found.application, found.loan, account, acts)
    prominent, others = buttons(found, actor, on)
    return {
        "title": file.cover,
        "state": summary(found),
        "situation": situation(found, account, on),
        "trouble": trouble(found, on),
        "tone": "bad" if found.difficulty or (account and account.arrears) else "",
        "file": file,
        "steps": steps,
        "next_act": prominent,
        "other_acts": others,
        "loan": found.loan,
        "strip_cells": strip_of(account) if account else [],
        "facts": loan_facts(found.loan, account) if account else [],
        "budget_parts": budget_parts(found, on),
        "rooms": rooms(file, found),
        "history": lines(list(entries.exclude(act__in=QUIET).order_by("-on", "-id")[:SHOWN])),
    }
