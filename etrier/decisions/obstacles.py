"""Everything that keeps a request from going to a bank, said at once."""

from datetime import date
from operator import attrgetter

from etrier.applications.checklist import Line, missing_blocking
from etrier.applications.findings import blocking
from etrier.applications.models import Application
from etrier.applications.rows import StudyRows
from etrier.database.reading import attach, rows_where
from etrier.decisions.models import AgendaItem, ItemKind, Transmission
from etrier.decisions.models.bank import OPEN
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.lifecycle.application import may_go_to_bank


def obstacles(application: Application, on: date, rows: StudyRows | None = None) -> tuple[str, ...]:
    """The reasons, in French; none when the file may be sent. What the bank chosen and the promises of a
    compulsory support add is said when they are known (`actions.transmissions`)."""
    rows = rows or StudyRows(application)
    return (
        *_opinion(application),
        *_other_banks(application),
        *(judged.sentence for judged in blocking(application, on, rows=rows)),
        *(_paper(line) for line in missing_blocking(application, on, rows=rows)),
    )


def _paper(line: Line) -> str:
    whose = f" ({line.owner_label})" if line.owner_label else ""
    return f"Pièce à obtenir : {line.label}{whose}."


def _opinion(application: Application) -> list[str]:
    before_bank = application.dispositif.parsed.committee.before_bank
    if not may_go_to_bank(application.state, committee=before_bank):
        if before_bank and application.state == "ready":
            return ["La commission doit d’abord rendre un avis favorable."]
        return [f"La demande n’est pas prête pour la banque : « {application.state_label} »."]
    if not before_bank:
        return []
    item = AgendaItem.objects.judged(application.file, ItemKind.APPLICATION, ItemKind.APPEAL)
    if item is None or not item.favourable:
        return ["La commission doit d’abord rendre un avis favorable."]
    return [
        f"Condition de la commission à remplir : {CODE_LABELS['condition'][code]}."
        for code in item.unmet_conditions
    ]


def _other_banks(application: Application) -> list[str]:
    sent = rows_where(Transmission, file=application.file_id)
    open_ones = sorted((one for one in sent if one.state in OPEN), key=attrgetter("pk"))
    if any(transmission.state == "accepted" for transmission in open_ones):
        return ["Une banque a déjà accepté cette demande."]
    if application.dispositif.parsed.transmission.several_at_once:
        return []
    attach(open_ones, "partner")
    return [
        f"{transmission.partner} a ce dossier en main : attendez sa réponse, ou retirez-le-lui."
        for transmission in open_ones
    ]
