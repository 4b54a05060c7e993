"""Stories before the bank: first contacts, studies, opinions, other ways out. Those that go on begin so."""

from collections.abc import Collection
from datetime import date, time, timedelta

from etrier.applications.actions.checklist import ask_missing_documents
from etrier.applications.actions.findings import override_finding
from etrier.decisions.actions import appeals, opinions
from etrier.decisions.models import Appeal
from etrier.demonstration import requests
from etrier.demonstration.commission import notified
from etrier.demonstration.days import Story, working_day
from etrier.demonstration.scenes import Scene, Telling
from etrier.demonstration.tales import PRESENTED, Tale
from etrier.domain.household import Family
from etrier.domain.scheme.choices import Employment
from etrier.followup.actions.tasks import add_task


def asks(scene: Scene, tale: Tale, meeting: tuple[date, time] | None = None) -> Story:
    """A first contact, and the appointment that follows from it."""
    day = tale.days.contact
    yield day
    requests.contact(tale, day, reception=tale.origin in ("reception", "phone"))
    first_on, hour = meeting or (tale.days.study, None)
    tale.facts["meeting"] = requests.meet(tale, "information", day, first_on, hour=hour)


def first_contact(scene: Scene, tale: Tale) -> Story:
    """Someone of this week: the first appointment is to come."""
    day = working_day(max(tale.days.study, scene.today + timedelta(tale.rng.randint(1, 4))))
    yield from asks(scene, tale, (day, time(tale.rng.choice((9, 10, 14, 16)), 0)))


def meets_today(hour: time) -> Telling:
    """A first appointment on the day of the demonstration."""

    def story(scene: Scene, tale: Tale) -> Story:
        yield from asks(scene, tale, (scene.today, hour))

    return story


def begins(scene: Scene, tale: Tale, *, unknown: int = 0) -> Story:
    """The first appointment held, the study begun; the last charges may not be known yet."""
    yield from asks(scene, tale)
    day = tale.days.study
    yield day
    requests.seen(tale, tale.facts["meeting"], day)
    requests.open_study(tale, day)
    requests.look_into_rights(tale, day)
    requests.describe_project(tale, day)
    requests.describe_budget(tale, day, unknown=unknown)


def under_study(scene: Scene, tale: Tale) -> Story:
    """A budget not yet complete, the second appointment this week."""
    yield from begins(scene, tale, unknown=2)
    day = working_day(scene.today + timedelta(tale.rng.randint(1, 3)))
    requests.meet(tale, "study", tale.days.study, day)


def waits_for_papers(hour: time | None = None, but: Collection[str] = ("bank-statements",)) -> Telling:
    """Papers are missing, the person was written to; the second appointment is today if an hour is given."""

    def story(scene: Scene, tale: Tale) -> Story:
        yield from begins(scene, tale)
        day = tale.days.papers
        yield day
        requests.bring_papers(tale, day, but=but)
        ask_missing_documents(tale.application, by=tale.by, on=day)
        meeting = scene.today if hour else working_day(scene.today + timedelta(2))
        requests.meet(tale, "study", day, meeting, hour=hour)

    return story


def described(scene: Scene, tale: Tale, old: dict[str, int] | None = None) -> Story:
    """Everything is described and brought; the worker has only to conclude."""
    yield from begins(scene, tale)
    day = tale.days.papers
    second = requests.meet(tale, "study", tale.days.study, day)
    yield day
    if tale.rng.random() < 0.15:
        requests.missed(tale, second, day, excused=tale.rng.random() < 0.6)
    else:
        requests.seen(tale, second, day)
    requests.bring_papers(tale, day, old=old)


def studied(scene: Scene, tale: Tale, old: dict[str, int] | None = None) -> Story:
    """The study ends with a favourable recommendation."""
    yield from described(scene, tale, old)
    day = tale.days.studied
    yield day
    requests.conclude(tale, day)


def paper_expired(scene: Scene, tale: Tale) -> Story:
    """The study ended, but the roadworthiness test has since become too old: it holds the sending back."""
    age = (tale.days.papers - scene.on).days + 184 + 9
    yield from studied(scene, tale, {"roadworthiness": age})


def listed(scene: Scene, tale: Tale, verdict: str = "favourable") -> Story:
    """On the agenda of its session; where no commission sits, nothing more."""
    yield from studied(scene, tale)
    commission, day = scene.commission, tale.days.session
    if commission is None or day is None:
        return
    on = max(tale.days.studied, day - timedelta(PRESENTED))
    yield on
    commission.list_item(tale, on, getattr(commission, verdict))


def judged(scene: Scene, tale: Tale, verdict: str = "favourable") -> Story:
    """The commission, where there is one, has said what it thinks, and the person was told."""
    yield from listed(scene, tale, verdict)
    if scene.commission is None or tale.days.session is None:
        return
    day = working_day(tale.days.session + timedelta(1))
    yield day
    notified(tale, day)
    if verdict == "conditional":
        opinions.meet_condition(tale.item, by=tale.by, on=day, condition="support")


def adjourned(scene: Scene, tale: Tale) -> Story:
    """Put off for want of information: a task says what to bring next time."""
    yield from judged(scene, tale, "adjourned")
    day = working_day((tale.days.session or tale.days.studied) + timedelta(2))
    yield day
    add_task(
        tale.file,
        by=tale.by,
        on=day,
        kind="collect_document",
        detail="devis d’assurance du véhicule, pour la prochaine séance",
        due_on=max(day, scene.today),
    )


def turned_down(scene: Scene, tale: Tale) -> Story:
    """Unfavourable: the person may still appeal."""
    yield from judged(scene, tale, "unfavourable")


def appealed(scene: Scene, tale: Tale) -> Story:
    """Unfavourable, and appealed against; the appeal is acknowledged."""
    yield from judged(scene, tale, "unfavourable")
    day = tale.in_days(tale.days.session or tale.days.studied, 12, 20)
    yield day
    appeal: Appeal = appeals.lodge_appeal(
        tale.item, by=tale.by, on=day, received_on=day, text="Mon loyer a baissé depuis l’étude."
    )
    day = working_day(day + timedelta(1))
    yield day
    appeals.acknowledge_appeal(appeal, by=tale.by, on=day)


def refused_by_committee(scene: Scene, tale: Tale) -> Story:
    """Unfavourable, and the appeal's time passed: the request is closed."""
    yield from judged(scene, tale, "unfavourable")
    day = tale.in_days(tale.days.session or tale.days.studied, 64, 75)
    yield day
    requests.close(tale, day, "refused_committee")


def overridden(scene: Scene, tale: Tale) -> Story:
    """The budget is a little short; the worker passes over that finding, and says why."""
    yield from described(scene, tale)
    day = tale.days.studied
    yield day
    for finding in requests.blocking_codes(tale, day):
        override_finding(
            tale.application,
            by=tale.by,
            on=day,
            finding=finding,
            motive="Un crédit se termine dans deux mois : la mensualité libérée dépasse celle du prêt.",
        )
    requests.conclude(tale, day, "reserved", "À suivre de près jusqu’à la fin du crédit en cours.")


def reoriented(target: str, reason: str, explanation: str) -> Telling:
    """Another way is better: the request ends there, which is not a failure."""

    def story(scene: Scene, tale: Tale) -> Story:
        yield from begins(scene, tale)
        day = tale.in_days(tale.days.study, 2, 10)
        yield day
        requests.turn_elsewhere(tale, day, target, reason, explanation)

    return story


def closed(reason: str, motive: str = "", *, studied_first: bool = True) -> Telling:
    """The request ends without a loan, after its first contact or its study."""

    def story(scene: Scene, tale: Tale) -> Story:
        if studied_first:
            yield from begins(scene, tale)
            day = tale.in_days(tale.days.study, 15, 40)
        else:
            yield from asks(scene, tale)
            yield tale.days.study
            requests.missed(tale, tale.facts["meeting"], tale.days.study, excused=False)
            day = tale.in_days(tale.days.study, 20, 40)
        yield day
        requests.close(tale, day, reason, motive)

    return story


FRAGILE = {"employment": Employment.INACTIVE, "family": Family.SEPARATED}
"""Facts of a person whose budget bears no instalment."""
