"""The answer in words a councillor reads first, then in a table and bars. Whole euros: it is an estimate."""

from decimal import ROUND_HALF_UP, Decimal

from etrier.domain.french import typeset
from etrier.domain.risk import Bin, Distribution, Risk
from etrier.domain.scheme.choices import CallBase
from etrier.domain.wording import euros, listed, number, percent, plural
from etrier.reporting.risk.forms import MOMENTS, RUNNING, RiskForm
from etrier.ui import formats

QUANTILES = (
    (50, "1 fois sur 2, au plus"),
    (90, "9 fois sur 10, au plus"),
    (95, "19 fois sur 20, au plus"),
    (99, "99 fois sur 100, au plus"),
)


def whole(amount: Decimal) -> str:
    """An amount to the nearest euro."""
    return euros(amount.quantize(Decimal(1), ROUND_HALF_UP))


def what(form: RiskForm, count: int) -> str:
    """« Pour 40 prêts de 1 500 € »."""
    if form.cleaned_data["loans"] == RUNNING:
        return f"Pour {plural(count, 'prêt garanti', 'prêts garantis')} aujourd’hui"
    groups = [f"{plural(many, 'prêt')} de {euros(amount)}" for many, amount in form.groups]
    return f"Pour {listed(groups)}"


def answer(drawn: Risk, loans: str) -> str:
    """The whole answer in one sentence."""
    cost = drawn.cost
    if not cost.highest:
        return typeset(f"{loans}, le CCAS ne paierait rien.")
    return typeset(
        f"{loans}, le CCAS paierait en moyenne {whole(cost.mean)} ; "
        f"neuf fois sur dix, au plus {whole(cost.quantile(90))} ; "
        f"moins d’une fois sur cent, plus de {whole(cost.quantile(99))}."
    )


def envelope_sentence(drawn: Risk, doubled: Risk, amount: Decimal | None) -> str:
    """How often an envelope bears what the banks call; recoveries come too late to help it."""
    if not amount:
        return ""
    usual, bad = (one.paid.share_up_to(amount) for one in (drawn, doubled))
    return typeset(
        f"Une enveloppe de {euros(amount)} suffirait à payer les banques {_often(usual)} ; "
        f"si les défauts étaient deux fois plus nombreux, {_often(bad)}."
    )


def _often(share: Decimal) -> str:
    if share == 100:
        return "dans tous les cas tirés"
    if not share:
        return "dans aucun des cas tirés"
    return f"dans {formats.number(share, 1)}{formats.NARROW}% des cas"


def columns(drawn: Risk, doubled: Risk) -> list[str | tuple[str, str]]:
    rates = (one.assumptions.default_rate for one in (drawn, doubled))
    return ["Ce que paierait le CCAS", *((f"{percent(rate)} de défauts", "figure") for rate in rates)]


def rows(drawn: Risk, doubled: Risk) -> list[list[str]]:
    """The figures, as assumed then with twice as many defaults."""
    both = (drawn.cost, doubled.cost)
    found = [["En moyenne", *(whole(one.mean) for one in both)]]
    found += [[label, *(whole(one.quantile(q)) for one in both)] for q, label in QUANTILES]
    found.append(["Rien du tout", *(_share(one) for one in both)])
    if drawn.assumptions.recovery_rate:
        advanced = (one.paid.quantile(90) for one in (drawn, doubled))
        found.append(
            ["Avancé aux banques avant ce qui revient, 9 fois sur 10, au plus", *map(whole, advanced)]
        )
    found.append(
        ["Si tous les prêts tombaient au pire moment", whole(drawn.exposure), whole(doubled.exposure)]
    )
    return found


def _share(cost: Distribution) -> str:
    return f"{formats.number(cost.share_up_to(Decimal(0)), 1)}{formats.NARROW}% des cas"


def bars(drawn: Risk) -> tuple[list[str], list[Decimal]]:
    """Labels and heights: out of a hundred possible futures, how many cost so much."""
    found = drawn.cost.bins()
    return [_label(one, found) for one in found], [one.share.quantize(Decimal("0.1")) for one in found]


def _label(one: Bin, all_bins: tuple[Bin, ...]) -> str:
    if one.above is None:
        return "rien"
    if one is all_bins[-1] and len(all_bins) > 2 and one.up_to - one.above != all_bins[1].up_to:
        return f"> {number(one.above)}"
    return f"≤ {number(one.up_to)}"


def assumed(form: RiskForm, drawn: Risk) -> list[str]:
    """What the answer rests on, sentence by sentence."""
    data, given = form.cleaned_data, drawn.assumptions
    said = []
    if data["loans"] == RUNNING:
        said.append("Les prêts garantis aujourd’hui, avec leur capital restant dû et leur part garantie.")
    else:
        said.append(
            f"Tous les prêts durent {data['months']} mois, à {percent(data['rate'])}, "
            "en mensualités constantes."
        )
        said.append(
            f"Le CCAS garantit {percent(data['share'])} ; la banque appelle : {CallBase(data['base']).label}."
        )
    said.append(
        f"Sur toute la durée, {percent(given.default_rate)} des prêts ne vont pas à leur terme. "
        f"Les personnes cessent de payer : {MOMENTS[data['when']][0].lower()}."
    )
    said.append("Le CCAS paie alors sa part de ce qui reste dû à cette échéance, d’après l’échéancier.")
    if given.recovery_rate:
        said.append(f"Plus tard, {percent(given.recovery_rate)} de ce qu’il a payé lui revient.")
    else:
        said.append("Rien ne revient ensuite.")
    said.append(
        "Chaque prêt est indépendant des autres. Une crise locale en touche plusieurs à la fois : "
        "la seconde colonne, où les défauts sont deux fois plus nombreux, en donne une idée."
    )
    said.append(
        f"{number(drawn.scenarios)} avenirs possibles sont tirés au hasard, toujours les mêmes "
        "pour les mêmes hypothèses. C’est une estimation, pas une promesse."
    )
    return [typeset(one) for one in said]
