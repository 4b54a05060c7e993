"""Where a story is played: a town, its people in front of their screens, the day, the house's own jobs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from etrier.accounts.models import Partner
from etrier.config.sweep import sweep
from etrier.database.isolation import Scope, enter
from etrier.domain.access import Role
from etrier.domain.scheme.products import Product
from etrier.domain.scheme.schema import Scheme
from etrier.files.models import File
from tests.cast import Town
from tests.clock import Clock
from tests.visitors import Visitor


@dataclass
class Stage:
    """One town and whoever acts in it. `visitor` gives the screen of a member, `adviser` of a bank's.

    `enters` tells the database whose rows the test itself reads.
    """

    town: Town
    clock: Clock
    visitor: Callable[[Role], Visitor]
    adviser: Callable[[Partner], Visitor]
    enters: Callable[[Scope], None] = enter
    done: set[int] = field(default_factory=set)

    @property
    def on(self) -> date:
        return self.clock.today

    @cached_property
    def scheme(self) -> Scheme:
        """What the town has voted."""
        self.see()
        return self.town.dispositif.parsed

    @property
    def worker(self) -> Visitor:
        """The social worker, in front of whom most of it happens."""
        return self.visitor(Role.SOCIAL_WORKER)

    def see(self) -> None:
        """Let the test itself read the town's rows again, after someone else's request."""
        self.enters(Scope(organisation=self.town.organisation.pk))

    def days_later(self, count: int) -> date:
        """So many days go by."""
        self.clock.go_to(self.clock.today + timedelta(count))
        return self.clock.today

    def jobs(self) -> None:
        """The house does what waits: papers checked, letters laid out."""
        for job in ProcrastinateJob.objects.filter(status="todo").order_by("id"):
            if job.pk not in self.done:
                self.done.add(job.pk)
                app.tasks[job.task_name].func(**job.args)
        self.see()

    def night(self) -> None:
        """The daily sweep passes."""
        sweep(self.town.organisation, self.clock.today)
        self.see()
        self.jobs()


@dataclass
class Wish:
    """What someone comes to ask; an empty code is the first of the dispositif."""

    first_name: str
    last_name: str
    phone: str
    amount: Decimal
    months: int
    product_code: str = ""
    purpose_code: str = ""
    birth_date: date = date(1984, 3, 5)
    debts: tuple[tuple[str, Decimal], ...] = ()

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass
class Walk:
    """One person's file, from her first contact."""

    stage: Stage
    wish: Wish
    number: str = ""

    @property
    def product(self) -> Product:
        """What she asks for."""
        code = self.wish.product_code
        found = self.stage.scheme.product(code) if code else self.stage.scheme.products[0]
        assert found is not None
        return found

    @property
    def purpose(self) -> str:
        """The words of her purpose."""
        wanted = self.product.purpose(self.wish.purpose_code) or self.product.purposes[0]
        return wanted.label

    @property
    def file(self) -> File:
        """The file as the database has it now."""
        self.stage.see()
        year, _, sequence = self.number.partition("-")
        return File.objects.get(
            organisation=self.stage.town.organisation, year=int(year), sequence=int(sequence)
        )

    def at_file(self, role: Role = Role.SOCIAL_WORKER) -> Visitor:
        """Someone finds the file by the rail's list, its name, and opens it."""
        visitor = self.stage.visitor(role)
        if self.number and self.number in visitor.page.links():
            visitor.follow(self.number)
        elif visitor.page.heading != self.wish.full_name or not visitor.path.endswith(f"{self.file.uid}/"):
            visitor.follow("Dossiers")
            visitor.follow(self.wish.full_name)
        return visitor
