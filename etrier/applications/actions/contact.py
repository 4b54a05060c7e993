"""The first contact: who asks, for what, what was explained; the co-borrower; one sheet for two doubles."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.accounts.models import User
from etrier.applications.actions.household import follow_borrowers
from etrier.applications.models import Application, HouseholdMember, Situation, SupportingDocument, Waiver
from etrier.applications.models.application import names
from etrier.database.writing import add
from etrier.domain.lifecycle import Act
from etrier.domain.wording import day, plural
from etrier.files.actions import open_file
from etrier.files.models import File
from etrier.files.search import index
from etrier.journal.door import acting, changed_one, lock, opening
from etrier.people import actions as people
from etrier.people.doubles import search_texts
from etrier.people.models import Person
from etrier.schemes.models import Dispositif


def dispositif_for(by: Actor, on: date) -> Dispositif:
    """The version under which a request of that day is judged; a `ValidationError` when there is none."""
    found = Dispositif.objects.in_force(by.organisation, on) if by.organisation else None
    if found is None:
        raise ValidationError(
            f"Aucun dispositif n’est en vigueur le {day(on)} : un responsable doit d’abord en mettre un en"
            " vigueur, page « Dispositif »."
        )
    return found


def check_open_requests(person: Person, dispositif: Dispositif) -> None:
    """Refuse one more request when the person has as many open as the dispositif allows loans.

    Her sheet is held meanwhile, so that two requests at once do not both pass.
    """
    lock(person)
    most = dispositif.parsed.eligibility.concurrent_loans
    running = list(Application.objects.of_person(person).still_open().select_related("file").order_by("pk"))
    if len(running) >= most:
        numbers = ", ".join(application.file.number for application in running)
        raise ValidationError(
            f"{person.full_name} a déjà {plural(len(running), 'demande')} en cours (dossier {numbers}) ; le"
            f" dispositif en permet {most} à la fois. Poursuivez ce dossier, ou closez-le d’abord."
        )


def check_amount(amount: Decimal | None, months: int | None) -> None:
    """Refuse an amount or a length that is not one."""
    if amount is not None and amount <= 0:
        raise ValidationError({"amount": "Le montant demandé doit dépasser zéro."})
    if months is not None and months <= 0:
        raise ValidationError({"months": "La durée demandée doit dépasser zéro."})


def record_contact(
    *,
    by: Actor,
    on: date,
    told: Mapping[str, Any],
    origin: str,
    known: Person | None = None,
    holder: User | None = None,
    explained_points: Iterable[str] = (),
    resident: bool | None = None,
    bank_refused: bool | None = None,
    steady_income: bool | None = None,
    act: Act = Act.RECORD_CONTACT,
    **wish: Any,
) -> Application:
    """Open a file, a sheet (or use the one `known`), and the request, on the day it was made.

    `told`: the fields of the person, identity and contact rules. `wish`: origin_detail, channel, wish,
    product_code, purpose_code, amount, months. A former file of the person is the one this follows.
    """
    dispositif = dispositif_for(by, on)
    check_amount(wish.get("amount"), wish.get("months"))
    if known is not None:
        check_open_requests(known, dispositif)
    asking = known or Person(**told)
    file = open_file(
        by=by,
        on=on,
        cover=asking.full_name[:200],
        holder=holder,
        follows=_last_file(known),
        texts=search_texts(asking),
    )
    if known is None:
        applicant = people.register_person(by=by, on=on, file=file, **told)
    else:
        applicant = people.bring_up_to_date(known, by=by, on=on, file=file, told=told)
    application = Application(
        organisation=file.organisation,
        file=file,
        applicant=applicant,
        dispositif=dispositif,
        origin=origin,
        requested_on=on,
        **wish,
    )
    with opening(application, act, by=by, on=on, origin=origin):
        add(
            Situation(
                organisation=file.organisation,
                file=file,
                application=application,
                resident=resident,
                bank_refused=bank_refused,
                steady_income=steady_income,
            )
        )
    if known is not None:
        keep_cover(application)
    points = tuple(explained_points)
    if points:
        explain_microcredit(application, by=by, on=on, points=points)
    return application


def _last_file(person: Person | None) -> File | None:
    """The latest file of a person, which a new one follows."""
    if person is None:
        return None
    last = Application.objects.of_person(person).select_related("file").order_by("-pk").first()
    return last.file if last else None


def keep_cover(application: Application) -> None:
    """The cover and the search words of a file say who borrows, as the sheets now have it."""
    file = application.file
    file.cover = names(application)[:200]
    changed_one(File.objects.filter(pk=file.pk).update(cover=file.cover))
    index(file, [text for person in application.borrowers for text in search_texts(person)])


def keep_covers_of(person: Person) -> None:
    """Every file of a person follows a change of her sheet."""
    for application in Application.objects.of_person(person).with_people().order_by("pk"):
        keep_cover(application)


def explain_microcredit(
    application: Application, *, by: Actor, on: date, points: Iterable[str], revision: int | None = None
) -> Application:
    """Note what was explained of the microcredit, by whom and when."""
    with acting(application, Act.EXPLAIN_MICROCREDIT, by=by, on=on, revision=revision):
        application.explained_points = sorted({*application.explained_points, *points})
        application.explained_on = on
        application.explained_by_id = by.user_id
    return application


def add_co_borrower(
    application: Application,
    *,
    by: Actor,
    on: date,
    told: Mapping[str, Any],
    known: Person | None = None,
    revision: int | None = None,
) -> Application:
    """Someone borrows with the applicant, by a new sheet or a known one."""
    if application.co_borrower_id is not None:
        raise ValidationError("Il y a déjà un co-emprunteur : retirez-le d’abord.")
    if known is not None and known.pk == application.applicant_id:
        raise ValidationError("Le co-emprunteur est une autre personne que le demandeur.")
    if known is not None:
        check_open_requests(known, application.dispositif)
    with acting(application, Act.ADD_CO_BORROWER, by=by, on=on, revision=revision):
        if known is None:
            known = people.register_person(by=by, on=on, file=application.file, **told)
        else:
            people.bring_up_to_date(known, by=by, on=on, file=application.file, told=told)
        application.co_borrower = known
    keep_cover(application)
    follow_borrowers(application, on)
    return application


def remove_co_borrower(
    application: Application, *, by: Actor, on: date, revision: int | None = None
) -> Application:
    """The applicant asks alone; the other's sheet is kept, and stays in the household as the partner."""
    if application.co_borrower_id is None:
        raise ValidationError("Ce dossier n’a pas de co-emprunteur.")
    with acting(application, Act.REMOVE_CO_BORROWER, by=by, on=on, revision=revision):
        application.co_borrower = None
    keep_cover(application)
    follow_borrowers(application, on)
    return application


def update_identity(
    person: Person, *, by: Actor, on: date, file: File, revision: int | None = None, **facts: Any
) -> Person:
    """Correct a sheet, and the covers of the files that bear its name."""
    people.update_identity(person, by=by, on=on, file=file, revision=revision, **facts)
    keep_covers_of(person)
    return person


def merge_person(double: Person, *, into: Person, by: Actor, on: date, file: File) -> Person:
    """Join two sheets of one person: the requests of the double become those of the sheet kept."""
    theirs = Application.objects.filter(organisation=by.organisation)
    together = theirs.filter(applicant__in=(double, into), co_borrower__in=(double, into))
    if together.exists():
        raise ValidationError(
            "Ces deux personnes empruntent ensemble : leurs fiches ne peuvent pas être celles d’une seule."
        )
    people.merge_person(double, into=into, by=by, on=on, file=file)
    theirs.filter(applicant=double).update(applicant=into)
    theirs.filter(co_borrower=double).update(co_borrower=into)
    HouseholdMember.objects.filter(person=double).update(person=into)
    for owned in (SupportingDocument, Waiver):
        owned.objects.filter(person=double).update(person=into)
    keep_covers_of(into)
    return into
