"""The budget study (étude budgétaire): indicators by the dispositif's own dated formulas.

Nothing here has a legal definition except the family quotient of the CAF: the formulas and floors are
the CCAS's. An amount is unknown (`None`) or known; unknown is never summed as 0: the indicator is then
incomplete and names the lines in cause. Amounts in euros a month, ratios in percent, rounded half-up.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from etrier.domain.french import typeset
from etrier.domain.labelled import Labelled
from etrier.domain.money import rounded
from etrier.domain.scheme.applications import BudgetFormulas, ConsumptionUnits, ResidualIncomeFormula
from etrier.domain.scheme.choices import Divisor, Period
from etrier.domain.wording import euros, quoted

DEFAULT_FORMULAS = BudgetFormulas(
    residual_income=ResidualIncomeFormula(
        deducts_debt_service=True,
        divisor=Divisor.CONSUMPTION_UNITS,
        period=Period.MONTH,
        floor=Decimal(0),
    ),
    consumption_units=ConsumptionUnits(
        first=Decimal(1), other=Decimal("0.5"), child=Decimal("0.3"), pivot_age=14
    ),
    debt_ratio_with_rent=False,
)
"""(income − fixed charges − debt service) / consumption units, per month, without a floor."""

CHILD_UNDER = 20
"""Age under which a child counts in the CAF's parts (code de la sécurité sociale, art. R. 512-2)."""

DAYS_IN_PERIOD = {Period.MONTH: Decimal(1), Period.DAY_30: Decimal(30), Period.DAY_30_42: Decimal("30.42")}


class IncomeKind(Labelled):
    """Kinds of income (ressources). Benefits enter the family quotient beside the yearly income."""

    WAGE = "wage", "Salaire"
    SELF_EMPLOYMENT = "self_employment", "Revenu d’activité indépendante"
    UNEMPLOYMENT = "unemployment", "Allocation chômage"
    PENSION = "pension", "Retraite ou pension"
    ALIMONY = "alimony", "Pension alimentaire reçue"
    BENEFITS = "benefits", "Prestations"
    FAMILY_BENEFITS = "family_benefits", "Prestations familiales"
    HOUSING_BENEFIT = "housing_benefit", "Aide au logement"
    MINIMUM_INCOME = "minimum_income", "RSA ou prime d’activité"
    OTHER = "other", "Autre ressource"


class ChargeKind(Labelled):
    """Kinds of charges; the last ones are living expenses (dépenses courantes), not fixed charges."""

    RENT = "rent", "Loyer et charges locatives"
    ENERGY = "energy", "Énergie"
    WATER = "water", "Eau"
    INSURANCE = "insurance", "Assurances et mutuelle"
    TAXES = "taxes", "Impôts et taxes"
    PHONE = "phone", "Téléphone et internet"
    TRANSPORT = "transport", "Transport"
    CHILDCARE = "childcare", "Garde et scolarité des enfants"
    ALIMONY_PAID = "alimony_paid", "Pension alimentaire versée"
    OTHER = "other", "Autre charge fixe"
    FOOD = "food", "Alimentation"
    CLOTHING = "clothing", "Habillement"
    LEISURE = "leisure", "Loisirs"
    OTHER_LIVING = "other_living", "Autre dépense courante"


BENEFIT_KINDS = frozenset(
    {
        IncomeKind.BENEFITS,
        IncomeKind.FAMILY_BENEFITS,
        IncomeKind.HOUSING_BENEFIT,
        IncomeKind.MINIMUM_INCOME,
    }
)
LIVING_KINDS = frozenset({ChargeKind.FOOD, ChargeKind.CLOTHING, ChargeKind.LEISURE, ChargeKind.OTHER_LIVING})


@dataclass(frozen=True, slots=True)
class Member:
    """Someone of the household (foyer); the first one is the applicant."""

    age: int | None
    disabled: bool = False
    dependant: bool | None = None
    """A child of the CAF's parts; unsaid, the age tells."""

    @property
    def is_child(self) -> bool | None:
        """Whether the CAF's parts count a child; None when nothing tells."""
        if self.dependant is not None:
            return self.dependant
        return None if self.age is None else self.age < CHILD_UNDER


@dataclass(frozen=True, slots=True)
class Line:
    """An income or a charge, per month; None when unknown. A kind we do not know counts as « other »."""

    kind: str
    monthly: Decimal | None
    member: int | None = None


@dataclass(frozen=True, slots=True)
class Debt:
    """A debt or a credit; amounts None when unknown. `settled`: this loan pays it off."""

    creditor: str
    balance: Decimal | None
    instalment: Decimal | None
    arrears: Decimal | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Budget:
    """What the household has, pays and owes."""

    members: tuple[Member, ...]
    income: tuple[Line, ...] = ()
    charges: tuple[Line, ...] = ()
    debts: tuple[Debt, ...] = ()
    yearly_income: Decimal | None = None
    """Of the tax notice, benefits apart, for the family quotient; unsaid, the monthly lines serve."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure, or the lines that prevent it (as « charges[2] »)."""

    code: str
    label: str
    unit: str
    value: Decimal | None
    incomplete: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Indicators:
    """The household's figures, in one situation (without the loan, or with it)."""

    income: Indicator
    fixed_charges: Indicator
    debt_service: Indicator
    residual_income: Indicator
    consumption_units: Indicator
    debt_ratio: Indicator
    repayment_capacity: Indicator
    family_quotient: Indicator

    def __iter__(self) -> Iterator[Indicator]:
        return (getattr(self, item.name) for item in fields(self))

    @property
    def incomplete(self) -> tuple[str, ...]:
        """Every line in cause, once."""
        return tuple(dict.fromkeys(cause for indicator in self for cause in indicator.incomplete))


@dataclass(frozen=True, slots=True)
class Study:
    """The figures without the loan, and with its instalment."""

    without_loan: Indicators
    with_loan: Indicators


@dataclass(frozen=True, slots=True)
class Scenario:
    """The study again, had one thing changed."""

    code: str
    label: str
    study: Study


@dataclass(frozen=True, slots=True)
class _Sum:
    """A total and the lines that are missing from it."""

    total: Decimal = Decimal(0)
    missing: tuple[str, ...] = ()

    def __add__(self, other: "_Sum") -> "_Sum":
        return _Sum(self.total + other.total, tuple(dict.fromkeys(self.missing + other.missing)))

    def __sub__(self, other: "_Sum") -> "_Sum":
        return self + _Sum(-other.total, other.missing)

    def or_zero(self) -> "_Sum":
        return _Sum(max(self.total, Decimal(0)), self.missing)


def study(budget: Budget, formulas: BudgetFormulas, instalment: Decimal | None) -> Study:
    """The indicators without the loan, then with its monthly instalment in euros (None: unknown)."""
    loan = _known(instalment, "instalment")
    return Study(
        without_loan=_indicators(budget, formulas, _debt_service(budget, with_loan=False)),
        with_loan=_indicators(budget, formulas, _debt_service(budget, with_loan=True) + loan),
    )


def sensitivity(budget: Budget, formulas: BudgetFormulas, instalment: Decimal | None) -> tuple[Scenario, ...]:
    """What the loss of each income, and energy dearer by 10 %, would change."""
    scenarios = []
    for index, line in enumerate(budget.income):
        if line.monthly:
            lost = tuple(each for other, each in enumerate(budget.income) if other != index)
            label = f"Sans {quoted(describe(budget, f'income[{index}]'))}"
            altered = replace(budget, income=lost)
            scenarios.append(Scenario(f"income_lost[{index}]", label, study(altered, formulas, instalment)))
    if any(line.kind == ChargeKind.ENERGY for line in budget.charges):
        altered = replace(budget, charges=tuple(_dearer(line) for line in budget.charges))
        label = typeset("Énergie : + 10 %")
        scenarios.append(Scenario("energy_up", label, study(altered, formulas, instalment)))
    return tuple(scenarios)


def _dearer(line: Line) -> Line:
    if line.kind != ChargeKind.ENERGY or line.monthly is None:
        return line
    return replace(line, monthly=rounded(line.monthly * Decimal("1.10")))


def _indicators(budget: Budget, formulas: BudgetFormulas, debts: _Sum) -> Indicators:
    income = _lines("income", budget.income)
    fixed = _lines("charges", budget.charges, lambda kind: kind not in LIVING_KINDS)
    rent = _lines("charges", budget.charges, lambda kind: kind == ChargeKind.RENT)
    formula = formulas.residual_income
    divisor, period = _divisor(budget, formulas), DAYS_IN_PERIOD[formula.period]
    left = income - fixed - debts if formula.deducts_debt_service else income - fixed
    owed = debts + rent if formulas.debt_ratio_with_rent else debts
    floor = _Sum(formula.floor * period * divisor.total, divisor.missing)
    capacity = income - fixed - debts - floor
    figures = (
        ("income", "Ressources", "€", income),
        ("fixed_charges", "Charges fixes", "€", fixed),
        ("debt_service", "Mensualités de dettes", "€", debts),
        ("residual_income", "Reste à vivre", "€", _ratio(left, divisor, period)),
        ("consumption_units", "Unités de consommation", "UC", _units(budget, formulas.consumption_units)),
        ("debt_ratio", "Taux d’endettement", "%", _ratio(owed, income, Decimal("0.01"), "income")),
        ("repayment_capacity", "Capacité de remboursement", "€", capacity.or_zero()),
        ("family_quotient", "Quotient familial", "€", _ratio(_quotient_income(budget), _parts(budget))),
    )
    return Indicators(**{code: _figure(code, label, unit, total) for code, label, unit, total in figures})


def _lines(name: str, lines: Iterable[Line], kinds: Callable[[str], bool] = lambda kind: True) -> _Sum:
    """The total of the lines of these kinds, and those whose amount is unknown."""
    counted = [(f"{name}[{index}]", line.monthly) for index, line in enumerate(lines) if kinds(line.kind)]
    return _Sum(
        sum((amount for _, amount in counted if amount is not None), Decimal(0)),
        tuple(cause for cause, amount in counted if amount is None),
    )


def _debt_service(budget: Budget, *, with_loan: bool) -> _Sum:
    """The instalments of debts; those that the loan settles stop with it."""
    total = _Sum()
    for index, debt in enumerate(budget.debts):
        if with_loan and debt.settled:
            continue
        total += _known(debt.instalment, f"debts[{index}]")
    return total


def _known(amount: Decimal | None, cause: str) -> _Sum:
    return _Sum(missing=(cause,)) if amount is None else _Sum(amount)


def _divisor(budget: Budget, formulas: BudgetFormulas) -> _Sum:
    """What the residual income is divided by, and its floor multiplied by."""
    match formulas.residual_income.divisor:
        case Divisor.NONE:
            return _Sum(Decimal(1))
        case Divisor.PERSONS:
            return _Sum(Decimal(len(budget.members)), () if budget.members else ("members",))
        case Divisor.CONSUMPTION_UNITS:
            return _units(budget, formulas.consumption_units)
        case Divisor.CAF_PARTS:
            return _parts(budget)


def _units(budget: Budget, scale: ConsumptionUnits) -> _Sum:
    """Consumption units: the first person, then by age (échelle dite de l’OCDE modifiée)."""
    total = _Sum(scale.first) if budget.members else _Sum(missing=("members",))
    for index, member in enumerate(budget.members[1:], start=1):
        if member.age is None:
            total += _Sum(missing=(f"members[{index}]",))
        else:
            total += _Sum(scale.child if member.age < scale.pivot_age else scale.other)
    return total


def _parts(budget: Budget) -> _Sum:
    """Parts of the CAF: 2 for one or two adults, +0.5 per child, +1 for the third, +0.5 if disabled."""
    total = _Sum(Decimal(2)) if budget.members else _Sum(missing=("members",))
    children = 0
    for index, member in enumerate(budget.members[1:], start=1):
        if member.is_child is None:
            total += _Sum(missing=(f"members[{index}]",))
        elif member.is_child:
            children += 1
            share = Decimal(1) if children == 3 else Decimal("0.5")
            total += _Sum(share + (Decimal("0.5") if member.disabled else 0))
    return total


def _quotient_income(budget: Budget) -> _Sum:
    """Monthly income of the family quotient: the tax notice's twelfth when known, plus benefits."""
    if budget.yearly_income is None:
        return _lines("income", budget.income)
    benefits = _lines("income", budget.income, lambda kind: kind in BENEFIT_KINDS)
    return _Sum(budget.yearly_income / 12) + benefits


def _figure(code: str, label: str, unit: str, figure: _Sum) -> Indicator:
    if figure.missing:
        return Indicator(code, label, unit, None, figure.missing)
    return Indicator(code, label, unit, rounded(figure.total))


def _ratio(over: _Sum, under: _Sum, scale: Decimal = Decimal(1), cause: str = "members") -> _Sum:
    """over / (under × scale); a known divisor of 0 makes it incomplete for this cause."""
    missing = (over + under).missing
    if missing or not under.total:
        return _Sum(missing=missing or (cause,))
    return _Sum(over.total / (under.total * scale))


def describe(budget: Budget, cause: str) -> str:
    """A line in cause, in words: « charges[2] » → « Énergie (charge n° 3) »."""
    if cause == "instalment":
        return "mensualité du prêt demandé"
    if cause == "members":
        return "composition du foyer"
    name, _, rest = cause.partition("[")
    if not rest:
        return "ressources du foyer"
    number = int(rest.removesuffix("]"))
    if name == "debts":
        return f"{budget.debts[number].creditor} (dette n° {number + 1})"
    if name == "members":
        return f"âge de la personne n° {number + 1}"
    line = (budget.income if name == "income" else budget.charges)[number]
    label = kind_label(name, line.kind)
    return f"{label} ({'ressource' if name == 'income' else 'charge'} n° {number + 1})"


def kind_label(table: str, kind: str) -> str:
    """The French label of a line's kind; one we do not know is « other »."""
    kinds: type[Labelled] = IncomeKind if table == "income" else ChargeKind
    labels = {known.value: known.label for known in kinds}
    return labels.get(kind, labels["other"])


def formula_sentence(formulas: BudgetFormulas) -> str:
    """The residual-income formula, as the study prints it."""
    formula = formulas.residual_income
    parts = ["ressources − charges fixes"]
    if formula.deducts_debt_service:
        parts.append("mensualités de dettes")
    floor = f", plancher {euros(formula.floor)}" if formula.floor else ", sans plancher"
    return typeset(f"({' − '.join(parts)}) / {formula.divisor.label}, {formula.period.label}{floor}")
