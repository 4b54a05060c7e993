"""The bill: who is played in each town, from the people of this week to three years of files behind them."""

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from random import Random

from etrier.demonstration.scenes import Part, Scene, Telling
from etrier.demonstration.stories import before, ending, lending, repaying
from etrier.demonstration.wishes import RESTRUCTURING
from etrier.domain.dates import months_after
from etrier.domain.household import Family
from etrier.domain.scheme.choices import Employment, Housing

YEARS = 3
CLASSIC, HEALTH = "classique", "autonomie-sante"
REPORTED, PRESUMED = "banque-des-trois-rivieres", "caisse-du-bocage"
DUE_BEFORE = 8
"""Days before the day of the demonstration at which this month's instalment fell due."""
ALONE = {"family": Family.SINGLE, "children": 0}
SEPARATED = {"family": Family.SEPARATED}


def lent_since(scene: Scene, instalments: int) -> date:
    """The day a loan was paid out of which that instalment, by its number, fell due this month."""
    return months_after(scene.on - timedelta(DUE_BEFORE), -instalments)


def months_ago(scene: Scene, months: int) -> date:
    """A day that many months before or a little more: due dates are not all the same."""
    return months_after(scene.on - timedelta(3 + months * 7 % 23), -months)


def parts(scene: Scene, count: int, rng: Random) -> list[Part]:
    """So many parts, those that everyone should see first."""
    shown = list(with_commission(scene) if scene.commission else without_commission(scene))
    if scene.town.dispositif.parsed.product(RESTRUCTURING) is not None:
        shown += guaranteed(scene)
    shown += everywhere(scene)
    return [*shown[:count], *past(scene, shown, max(0, count - len(shown)), rng)]


# A part reads on a line or two: what it shows, its story, the stage it reaches and when, who and what.
# fmt: off
def without_commission(scene: Scene) -> Iterator[Part]:
    """The people of the first morning, where there are three products and three banks."""
    health = {"age": 58, "family": Family.WIDOWED, "employment": Employment.DISABLED}
    yield Part("first_meeting", before.meets_today(time(9, 30)), "contact", scene.ago(6), CLASSIC,
               ("Sonia", "Marchand"), worker=0, facts=SEPARATED)
    yield Part("papers_missing", before.waits_for_papers(time(11, 0)), "papers", scene.ago(7), CLASSIC,
               ("Yves", "Le Guen"), idea="vehicle", worker=0, facts=ALONE)
    yield Part("being_met", repaying.being_met(time(14, 30)), "disbursed", lent_since(scene, 9), CLASSIC,
               ("Aïcha", "Diarra"), PRESUMED, 1800, 24, level="regular", worker=0, facts=SEPARATED)
    yield Part("to_conclude", before.described, "papers", scene.ago(4), HEALTH, ("Jeanne", "Poirier"),
               PRESUMED, 2400, 36, "care", "Soins dentaires", worker=0, facts=health)
    yield Part("call_due", repaying.call_due, "disbursed", lent_since(scene, 12), CLASSIC,
               ("Karim", "Ouali"), REPORTED, 2000, 24, "vehicle", level="light", worker=0, facts=ALONE)
    yield Part("refund_to_ask", ending.repaid(), "disbursed", months_ago(scene, 25), CLASSIC,
               ("Lucie", "Hamon"), REPORTED, 1500, 24, "mobility", worker=0, facts=SEPARATED)
    yield Part("paper_expired", before.paper_expired, "studied", scene.ago(5), CLASSIC,
               ("Paul", "Derouet"), idea="vehicle", worker=0, facts=ALONE)
    yield Part("with_bank", lending.sent, "sent", scene.ago(9), CLASSIC, ("Irène", "Gasnier"), REPORTED,
               3000, 36, "vehicle", margin=160, worker=0, facts={"family": Family.SINGLE, "children": 1})
    yield Part("refused_then_accepted", lending.refused_then_accepted, "sent", scene.ago(150), CLASSIC)
    yield Part("refused_once", lending.refused_once, "answered", scene.ago(6), CLASSIC)
    yield Part("refused_by_banks", lending.refused, "sent", scene.ago(140), HEALTH)
    yield Part("ready", before.studied, "studied", scene.ago(2), HEALTH)
    yield Part("refund_asked", ending.repaid(ending.asked), "disbursed", months_ago(scene, 14), CLASSIC,
               bank=REPORTED, months=12)
    yield Part("refund_refused", ending.REPAID_LATE, "disbursed", months_ago(scene, 15), CLASSIC, months=12)


def guaranteed(scene: Scene) -> Iterator[Part]:
    """Loans that the CCAS itself guarantees."""
    held = {"age": 38, "children": 1, "employment": Employment.TEMPORARY, "housing": Housing.TENANT}
    yield Part("unpaid_this_week", repaying.held_then_missed, "disbursed", lent_since(scene, 18),
               RESTRUCTURING, ("Nassim", "Belkacem"), REPORTED, 1500, 24, level="regular", margin=45,
               worker=0, facts=SEPARATED | held)
    yield Part("with_bank", lending.sent, "sent", scene.ago(2), RESTRUCTURING, ("Bruno", "Vasseur"),
               PRESUMED, 1200, 24, worker=0, facts=ALONE)
    yield Part("guarantee_called", repaying.defaulted(), "disbursed", months_ago(scene, 20),
               RESTRUCTURING, months=24, margin=20)
    yield Part("closed_with_loss", repaying.defaulted(repaying.lost), "disbursed",
               months_ago(scene, 32), RESTRUCTURING, months=24, margin=20)
    yield Part("running", repaying.running, "disbursed", months_ago(scene, 4), RESTRUCTURING)


def with_commission(scene: Scene) -> Iterator[Part]:
    """The stages that only a commission makes: agenda, opinions, appeals, refunds approved."""
    coming, last = coming_session(scene), session_before(scene, 0)
    yield from (Part("at_committee", before.listed, "session", coming) for _ in range(4))
    yield Part("adjourned", before.adjourned, "session", last, idea="vehicle")
    yield Part("unfavourable", before.turned_down, "session", last, margin=45)
    yield Part("appealed", before.appealed, "session", last, margin=45)
    yield Part("favourable", before.judged, "session", last)
    yield Part("with_bank", lending.sent, "sent", scene.ago(9))
    yield Part("with_bank", lending.sent, "sent", scene.ago(2))
    yield Part("conditional", lending.conditional, "session", session_before(scene, 60), months=24)
    yield Part("refused_by_committee", before.refused_by_committee, "session", session_before(scene, 130),
               margin=45)
    yield Part("first_meeting", before.meets_today(time(10, 30)), "contact", scene.ago(6), worker=0)
    yield Part("papers_missing", before.waits_for_papers(time(14, 0)), "papers", scene.ago(7), worker=0)
    yield Part("to_conclude", before.described, "papers", scene.ago(3), worker=0)
    yield Part("being_met", repaying.being_met(time(16, 0)), "disbursed", lent_since(scene, 7),
               months=24, amount=2000, worker=0)
    yield Part("over_indebted", repaying.over_indebted, "disbursed", months_ago(scene, 13), months=24,
               margin=15)
    yield Part("guarantee_called", repaying.defaulted(), "disbursed", months_ago(scene, 17), months=24,
               margin=15)
    yield Part("refund_asked", ending.repaid(ending.asked), "disbursed", months_ago(scene, 14), months=12)
    yield Part("refund_at_committee", ending.repaid(ending.details_given), "disbursed",
               months_ago(scene, 13), months=12)
    yield Part("refund_returned", ending.repaid(ending.returned), "disbursed", months_ago(scene, 18),
               months=12)
    yield Part("call_due", repaying.call_due, "disbursed", lent_since(scene, 9), months=18, level="light")
    yield Part("refused_by_banks", lending.refused, "sent", scene.ago(150))


def everywhere(scene: Scene) -> Iterator[Part]:
    """Each stage of a file, one at least."""
    on = scene.on
    yield Part("new_contact", before.first_contact, "contact", scene.ago(1))
    yield Part("new_contact", before.first_contact, "contact", scene.ago(3))
    yield Part("under_study", before.under_study, "study", scene.ago(5))
    yield Part("questioned", lending.questioned, "sent", scene.ago(6))
    yield Part("counter_offer", lending.countered, "answered", scene.ago(3), CLASSIC)
    yield Part("offer_issued", lending.offered, "offered", scene.ago(2))
    yield Part("signed", lending.signed, "signed", scene.ago(3))
    yield Part("just_paid_out", lending.lent, "disbursed", scene.ago(6))
    yield Part("running", repaying.running, "disbursed", months_ago(scene, 5))
    yield Part("running", repaying.running, "disbursed", months_ago(scene, 30), months=36)
    yield Part("signalled_early", repaying.signals_early, "disbursed", months_ago(scene, 8), months=24,
               level="regular")
    yield Part("held_in_time", repaying.held, "disbursed", months_ago(scene, 25), CLASSIC, months=36)
    yield Part("measure_refused", repaying.measure_refused, "disbursed", months_ago(scene, 28), CLASSIC,
               months=36)
    yield Part("repaid_unconfirmed", ending.repaid(confirmed=False), "disbursed",
               months_after(on - timedelta(18), -12), months=12)
    yield Part("refund_paid", ending.repaid(ending.paid), "disbursed", months_ago(scene, 33), months=12)
    yield Part("refund_ordered", ending.repaid(ending.ordered), "disbursed", months_ago(scene, 16),
               months=12)
    yield Part("refund_lapsed", ending.repaid(ending.silent), "disbursed", months_ago(scene, 27), months=12)
    yield Part("reoriented", REORIENTED[0], "study", scene.ago(30), margin=-80)
    yield Part("abandoned", before.closed("abandoned", studied_first=False), "contact", scene.ago(90))
    yield Part("withdrawn", before.closed("withdrawn", "A trouvé un prêt familial."), "study", scene.ago(70))
    yield Part("moved", before.closed("moved", "Départ pour un autre département."), "study", scene.ago(120))
    yield Part("retracted", lending.retracted, "signed", scene.ago(100))
    yield Part("offer_lapsed", lending.lapsed, "offered", scene.ago(110))
    yield Part("overridden", before.overridden, "studied", scene.ago(3), margin=-60)


REORIENTED: tuple[Telling, ...] = (
    before.reoriented("budget-advice", "not_bearable",
                      "Le budget ne laisse rien pour une mensualité : un Point conseil budget vous reçoit."),
    before.reoriented("ordinary-right", "rights_first",
                      "La prime d’activité n’a pas été demandée ; elle couvre le besoin en trois mois."),
    before.reoriented("debt-commission", "over_indebted",
                      "Un dossier de surendettement est préparé avec vous."),
    before.reoriented("other-aid", "other_solution",
                      "Une aide facultative du CCAS paie la réparation, sans remboursement."),
)
# fmt: on
LENT: tuple[tuple[str, Telling, str], ...] = (
    ("lent", ending.repaid(ending.paid), "disbursed"),
    ("lent_late", ending.REPAID_LATE, "disbursed"),
    ("lent_less", lending.takes_less, "sent"),
    ("lent_held", ending.repaid(ending.paid, life=repaying.held), "disbursed"),
)
NOT_LENT: tuple[tuple[str, Telling, str], ...] = (
    ("reoriented", REORIENTED[0], "study"),
    ("abandoned", before.closed("abandoned", studied_first=False), "contact"),
    ("reoriented", REORIENTED[1], "study"),
    ("refused", lending.refused, "sent"),
    ("withdrawn", before.closed("withdrawn", "Projet reporté."), "study"),
    ("reoriented", REORIENTED[3], "study"),
    ("abandoned", before.closed("abandoned"), "study"),
    ("reoriented", REORIENTED[2], "study"),
)
"""What became of ordinary requests, in turn."""
ONE_IN = 3
"""One request in three ends in a loan, those of the first part of the bill counted."""
LIKELY = {CLASSIC: 6}
"""How often a product is asked for, beside the others."""
WITHOUT_LOAN = frozenset({"study", "contact", "papers", "studied", "session"})
"""Stages of parts that end before a loan."""


def past(scene: Scene, shown: Sequence[Part], count: int, rng: Random) -> Iterator[Part]:
    """Ordinary files, spread evenly over the years before this one, the oldest first."""
    codes = [product.code for product in scene.products]
    weights = [LIKELY.get(code, 2) for code in codes]
    lent = sum(part.stage not in WITHOUT_LOAN for part in shown)
    first, last = YEARS * 365 - 50, 330 if count < len(shown) else 60
    for rank in range(count):
        lends = lent * ONE_IN <= len(shown) + rank
        kind = LENT[lent % len(LENT)] if lends else NOT_LENT[(rank - lent) % len(NOT_LENT)]
        lent += lends
        name, telling, stage = kind
        days_ago = first - (first - last) * rank // max(1, count) + rng.randint(-6, 6)
        margin = -rng.randint(40, 120) if name == "reoriented" else None
        yield Part(name, telling, stage, scene.ago(days_ago), rng.choices(codes, weights)[0], margin=margin)


def coming_session(scene: Scene) -> date:
    """The next session."""
    return _sessions(scene)[-1]


def session_before(scene: Scene, days: int) -> date:
    """The last session held so many days ago or more."""
    return max(day for day in _sessions(scene)[:-1] if day <= scene.on - timedelta(days))


def _sessions(scene: Scene) -> list[date]:
    if scene.commission is None:
        raise ValueError("no commission sits here")
    return scene.commission.days
