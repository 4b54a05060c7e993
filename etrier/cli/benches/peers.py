"""The libraries that `etrier bench rules` compares with. They come with the extra `bench`, or not at all."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any
from warnings import catch_warnings

import numpy as np


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan as these libraries take it: euros, rate per year (0.04), number of monthly payments."""

    principal: float
    rate: float
    months: int


Schedule = Callable[[ModuleType, Loan], Sequence[float]]
"""What each line pays, in euros; the interest of each line must have been computed on the way."""
Apr = Callable[[ModuleType, float, Sequence[float]], float]
"""TAEG in percent of an advance repaid each month, in euros."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A library: its name, the module to load, and its own way of doing our tasks, where it has one."""

    name: str
    module: str
    schedule: Schedule
    apr: Apr | None = None


def installed(peers: Sequence[Peer]) -> tuple[dict[Peer, ModuleType], tuple[str, ...]]:
    """The modules of those that are here, and the names of those that are not."""
    modules: dict[Peer, ModuleType] = {}
    for peer in peers:
        with suppress(ImportError), catch_warnings(action="ignore"):  # what they say of themselves
            modules[peer] = import_module(peer.module)
    return modules, tuple(peer.name for peer in peers if peer not in modules)


def _amortization_schedule(library: ModuleType, loan: Loan) -> Sequence[float]:
    return [row.amount for row in library.amortization_schedule(loan.principal, loan.rate, loan.months)]


def _numpy_schedule(library: ModuleType, loan: Loan) -> Sequence[float]:
    lines, monthly = np.arange(1, loan.months + 1), loan.rate / 12
    interest = library.ipmt(monthly, lines, loan.months, -loan.principal)
    principal = library.ppmt(monthly, lines, loan.months, -loan.principal)
    return (interest + principal).tolist()  # type: ignore[no-any-return] # a library without types


def _rust_schedule(library: ModuleType, loan: Loan) -> Sequence[float]:
    monthly, months, owed = loan.rate / 12, loan.months, -loan.principal
    return [
        library.ipmt(monthly, line, months, owed) + library.ppmt(monthly, line, months, owed)
        for line in range(1, months + 1)
    ]


def _internal_rate(library: ModuleType, advance: float, payments: Sequence[float]) -> float:
    """The monthly internal rate, over a year."""
    monthly = library.irr([-advance, *payments])
    return 100 * float((1 + monthly) ** 12 - 1)


def _quantlib_schedule(library: ModuleType, loan: Loan) -> Sequence[float]:
    tenor, (start, *_) = library.Period(loan.months, library.Months), _quantlib_dates(library, 0)
    notionals = library.sinkingNotionals(tenor, library.Monthly, loan.rate, loan.principal)
    dates = library.MakeSchedule(start, start + tenor, library.Period(library.Monthly))
    bond = library.AmortizingFixedRateBond(0, notionals, dates, [loan.rate], _thirty_days(library))
    flows = [flow.amount() for flow in bond.cashflows()]
    return [interest + principal for interest, principal in zip(flows[::2], flows[1::2], strict=True)]


def _quantlib_apr(library: ModuleType, advance: float, payments: Sequence[float]) -> float:
    start, *dates = _quantlib_dates(library, len(payments))
    leg = library.Leg([library.SimpleCashFlow(paid, on) for paid, on in zip(payments, dates, strict=True)])
    compounded, yearly = library.Compounded, library.Annual
    days = _thirty_days(library)
    found = library.CashFlows.yieldRate(
        leg, advance, days, compounded, yearly, False, start, start, 1e-12, 100
    )
    return 100 * float(found)


@cache
def _quantlib_dates(library: ModuleType, count: int) -> tuple[Any, ...]:
    """A day, and the same day of the `count` months after it."""
    start = library.Date(15, 1, 2026)
    return tuple(start + library.Period(month, library.Months) for month in range(count + 1))


@cache
def _thirty_days(library: ModuleType) -> Any:
    """Months of thirty days, so that a month is a twelfth of a year as in the TAEG."""
    return library.Thirty360(library.Thirty360.European)


PEERS = (
    Peer("amortization", "amortization.schedule", _amortization_schedule),
    Peer("numpy-financial", "numpy_financial", _numpy_schedule, _internal_rate),
    Peer("pyxirr", "pyxirr", _rust_schedule, _internal_rate),
    Peer("QuantLib", "QuantLib", _quantlib_schedule, _quantlib_apr),
)
