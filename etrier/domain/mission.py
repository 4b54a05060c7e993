"""What the software is for, capability by capability: what `docs/coverage.md` holds against the tests.

A capability is done by acts, named one by one or by the thing of the life cycle that they move. `works` is a
claim, which a test in a browser must hold; what is only partly there says in French what it still lacks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from etrier.domain.lifecycle import ACTS, Act
from etrier.domain.lifecycle import Act as A


@dataclass(frozen=True, slots=True)
class Capability:
    """One row of the mission; `done_by` names acts, or things of the life cycle for all their acts."""

    id: str
    label: str
    done_by: tuple[str, ...] = ()
    works: bool = False
    lacks: str = ""
    unseen: str = ""
    """Why no browser could show it, when that is so."""

    @property
    def acts(self) -> tuple[Act, ...]:
        return tuple(act for act in Act if {act, ACTS[act].subject} & set(self.done_by))


def _whole(id: str, label: str, *done_by: str, unseen: str = "") -> Capability:
    return Capability(id, label, done_by, works=True, unseen=unseen)


def _part(id: str, label: str, *done_by: str, lacks: str) -> Capability:
    return Capability(id, label, done_by, lacks=lacks)


def _later(id: str, label: str, *done_by: str) -> Capability:
    return Capability(id, label, done_by)


_RULES = "règle de calcul, tenue par les tests du domaine et par la marche"

CHAPTERS: Mapping[str, tuple[Capability, ...]] = MappingProxyType(
    {
        "Le dispositif": (
            _whole("D1", "Le dispositif est un modèle TOML, daté par délibération", "scheme"),
            _whole("D2", "Les modèles de Tarbes et de Laval sont livrés", unseen=_RULES),
            _part(
                "D3",
                "La Fabrique : parcourir, comparer, adopter, adapter, exporter",
                lacks="les modèles des autres CCAS ne se parcourent pas à l’écran",
            ),
            _later("D4", "Le plan de lancement d’un dispositif ou d’un produit"),
            _whole("D5", "Le produit classique", unseen=_RULES),
            _whole("D6", "Le produit restructuration", unseen=_RULES),
            _whole("D7", "Le produit autonomie-santé", unseen=_RULES),
            _whole(
                "D8",
                "Plusieurs banques, chacune avec sa convention",
                "agreement",
                "partner",
                "bank",
                "account_request",
            ),
            _whole("D9", "L’enveloppe de garantie du CCAS", "envelope", "commitment"),
            _whole("D10", "Le simulateur de risque pour les élus"),
            _later("D11", "L’estimation de la charge de travail"),
        ),
        "Avant le prêt": (
            _part(
                "A1",
                "Le premier contact, par n’importe qui",
                A.RECORD_CONTACT,
                A.REQUEST_ONLINE,
                A.EXPLAIN_MICROCREDIT,
                lacks="la personne ne peut pas encore demander elle-même à être rappelée",
            ),
            _later(
                "A2",
                "L’orientation par un partenaire et le retour au prescripteur",
                A.REFER_PERSON,
                A.SEND_FEEDBACK,
            ),
            _whole(
                "A3",
                "La personne et son foyer, les doublons",
                A.ADD_CO_BORROWER,
                A.REMOVE_CO_BORROWER,
                "person",
                "household",
            ),
            _part(
                "A4",
                "Les rendez-vous",
                "appointment",
                lacks="pas de rappel envoyé, ni d’agenda auquel s’abonner",
            ),
            _whole(
                "A5",
                "La situation et le besoin d’accompagnement",
                A.OPEN_STUDY,
                A.UPDATE_SITUATION,
                A.ASSESS_SUPPORT,
            ),
            _whole(
                "A6",
                "L’étude du budget, avec et sans le prêt",
                A.UPDATE_BUDGET,
            ),
            _later("A7", "La lecture des relevés bancaires"),
            _part(
                "A8",
                "Les droits ordinaires d’abord",
                A.CHECK_RIGHTS,
                lacks="les droits sont cochés, non calculés",
            ),
            _whole(
                "A9",
                "Le projet et son plan de financement",
                A.UPDATE_PROJECT,
            ),
            _whole(
                "A10",
                "L’éligibilité et ses raisons",
                A.OVERRIDE_FINDING,
                A.CANCEL_OVERRIDE,
                A.COMPLETE_STUDY,
            ),
            _whole("A11", "Les pièces justificatives", A.WAIVE_DOCUMENT, "document"),
            _whole(
                "A12",
                "La réorientation",
                A.RETURN_TO_STUDY,
                A.REORIENT,
                A.CLOSE_APPLICATION,
                A.REOPEN_APPLICATION,
            ),
            _whole("A13", "La commission", "session", "agenda_item", "appeal"),
            _whole(
                "A14",
                "La transmission à la banque",
                "consent",
                A.TRANSMIT,
                A.SEAL_PACK,
                A.RECALL_TRANSMISSION,
                A.REOPEN_TRANSMISSION,
            ),
            _whole(
                "A15",
                "La réponse de la banque",
                A.ASK_QUESTION,
                A.ANSWER_QUESTION,
                A.REMIND_BANK,
                A.ACCEPT_REQUEST,
                A.MAKE_COUNTER_OFFER,
                A.ACCEPT_COUNTER_OFFER,
                A.DECLINE_COUNTER_OFFER,
                A.REFUSE_REQUEST,
                A.REASSURE_SELLER,
                A.CLOSE_UNANSWERED,
            ),
            _whole(
                "A16", "L’offre, la charte, la signature, le déblocage", "offer", "charter", "usury_threshold"
            ),
            _part(
                "A17", "Les délais de chaque étape", lacks="les délais se voient banque par banque seulement"
            ),
            _whole("A18", "Le fil de messages avec la banque", "message", "exchange"),
        ),
        "Pendant le remboursement": (
            _whole("R1", "Le miroir de l’échéancier de la banque", "loan"),
            _whole("R2", "Le plan d’accompagnement", "support_plan", "support_contact"),
            _part(
                "R3",
                "Le signal précoce d’une difficulté",
                A.SIGNAL_DIFFICULTY,
                lacks="la personne appelle ; elle n’a pas encore de lien pour le dire en ligne",
            ),
            _whole("R4", "Le protocole d’impayé", "difficulty", "protocol_step"),
            _whole("R5", "Les mesures de la banque", "measure"),
            _whole("R6", "Les aides du CCAS", "aid"),
            _later(
                "R7",
                "L’import des impayés de la banque",
                A.REPORT_UNPAID,
            ),
            _whole("R8", "La tournée quotidienne", unseen="travail de fond, sans page"),
            _later("R9", "Les ateliers collectifs"),
            _whole(
                "R10",
                "La défaillance et la garantie",
                A.WARN_FICP,
                A.RECORD_OVERINDEBTEDNESS,
                A.ACCELERATE,
                A.REINSTATE,
                A.CALL_GUARANTEE,
                A.PAY_CALL,
                A.REFUSE_CALL,
                A.RECORD_RECOVERY,
                A.CLOSE_WITH_LOSS,
            ),
            _part(
                "R11",
                "Les événements de vie",
                "life_event",
                lacks="le décès arrête les courriers ; les autres événements n’ont pas de page",
            ),
            _whole("R12", "Ma journée", "task"),
        ),
        "La fin, et après": (
            _part(
                "E1",
                "Le remboursement des intérêts",
                "refund",
                lacks="le mandat s’exporte en CSV, pas encore en virement SEPA",
            ),
            _whole("E2", "Le bilan de fin de prêt", "evaluation"),
            _part("E3", "Le nouveau projet", lacks="la nouvelle demande ne renvoie pas au prêt précédent"),
            _whole("E4", "Les chiffres de l’année", "year_totals"),
            _later("E5", "Les rapports annuels"),
            _later("E6", "La communication"),
            _later("E7", "L’observatoire national"),
        ),
        "Partout": (
            _whole(
                "X1",
                "Plusieurs organisations, isolées par la base elle-même",
                "organisation",
                unseen="tenu par PostgreSQL, vérifié adresse par adresse et table par table",
            ),
            _part(
                "X2",
                "Les rôles",
                "invitation",
                "membership",
                lacks="prescripteur, emprunteur, délégué et observateur n’ont pas encore leurs pages",
            ),
            _part(
                "X3",
                "L’espace de l’emprunteur, les consignes de contact",
                "link",
                lacks="les consignes sont obéies ; l’espace par lien n’existe pas encore",
            ),
            _part(
                "X4",
                "Qui a lu quoi ; archives, effacement, export",
                "file",
                lacks="chaque lecture est gardée ; la consulter, archiver, effacer restent à faire",
            ),
            _whole("X5", "Les documents chiffrés, les lettres accessibles", "letter"),
            _later("X6", "L’import des tableurs, l’export de tout"),
            _whole("X7", "Une interface française, accessible, imprimable"),
            _later("X8", "L’API, les notifications, les agendas"),
            _part("X9", "Le lien avec la banque, mesuré", lacks="mesuré, pas encore montré par banque"),
            _later("X10", "La fiche à recopier dans un autre portail"),
        ),
    }
)

CAPABILITIES: Mapping[str, Capability] = MappingProxyType(
    {row.id: row for rows in CHAPTERS.values() for row in rows}
)
