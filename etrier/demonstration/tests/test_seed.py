"""The demonstration: every story reaches its end, the same each time, and by the acts alone."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import transaction

from etrier.accounts.actor import acting_for, member
from etrier.accounts.models import Membership, Organisation, User
from etrier.applications.models import Application
from etrier.database.isolation import Scope, scoped
from etrier.database.links import ForeignKey, OneToOneField
from etrier.database.reading import attach, hold, rows_among, rows_where, values_among
from etrier.decisions.models import Transmission
from etrier.demonstration.accounts import accounts, rows
from etrier.demonstration.cast import LAVAL, PLACES, TARBES, shares
from etrier.demonstration.seed import seed
from etrier.demonstration.tests.digest import digest
from etrier.documents.models import Document
from etrier.domain.access import Role
from etrier.domain.account import account_on, changes_on
from etrier.files.models import File
from etrier.followup.models import Appointment, Difficulty
from etrier.journal.models import Entry
from etrier.journal.sentences import told
from etrier.loans.accounts import account_of, histories_of
from etrier.loans.models import Loan, MeasureRequest
from etrier.loans.models.loans import OWED
from etrier.outcomes.models import Refund
from etrier.schemes.models import Dispositif
from tests.cast import Town

ON = date(2026, 11, 23)
QUARTER = r"(\d)\w+ trimestre (\d{4})"
SHOWN = 47
"""At least as many files as a town has parts before the ordinary ones."""


@pytest.fixture(scope="module", autouse=True)
def vault(tmp_path_factory):
    """Papers of this module lie in a folder of their own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("django.conf.settings.VAULT", tmp_path_factory.mktemp("vault"))
        yield


@pytest.fixture(scope="module", params=[LAVAL, TARBES], ids=lambda place: place.code)
def played(request, django_db_setup, django_db_blocker):
    """One town played once for the module; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        said: list[str] = []
        seed(ON, files=SHOWN, places=[request.param], told=said.append)
        organisation = Organisation.objects.get(code=request.param.code)
        with acting_for(organisation):
            town = Town(organisation)
            memberships = Membership.objects.filter(organisation=organisation).select_related("user")
            for one in memberships.order_by("pk"):
                town.members.setdefault(Role(one.roles[0]), one)
            yield town, said
        transaction.set_rollback(True)


def states(model) -> Counter:
    return Counter(model.objects.values_list("state", flat=True))


def of(name: str) -> Application:
    first, last = name.split(" ", 1)
    return Application.objects.get(applicant__first_name=first, applicant__last_name=last)


def test_days_are_told_in_order(played):
    _, said = played
    quarters = [(int(year), int(rank)) for one in said for rank, year in re.findall(QUARTER, one)]
    assert len(quarters) > 10
    assert quarters == sorted(set(quarters))


@pytest.mark.covers("R1", "R8")
def test_where_each_loan_stands_is_what_its_account_says(played):
    owed = list(Loan.objects.filter(state__in=OWED).select_related("commitment"))
    finished = set(Loan.objects.finished(ON).values_list("pk", flat=True))
    assert any(loan.unpaid_since for loan in owed)
    assert any(loan.silent_since for loan in owed)
    for loan in owed:
        history = histories_of([loan])[loan.pk]
        account = account_on(history, ON)
        kept = (loan.unpaid_since, loan.arrears, loan.silent_since)
        assert kept == (account.unpaid_since, account.arrears, account.silent_since), loan.file
        assert loan.known_on <= ON and loan.look_on == changes_on(history, ON), loan.file
        assert (loan.pk in finished) == (account.finished and loan.state == "running"), loan.file
        if loan.commitment is not None and loan.commitment.state == "committed":
            assert loan.commitment.outstanding == account.outstanding_principal, loan.file


@pytest.mark.covers("A12", "E1", "R4", "R10")
def test_every_stage_and_way_out_is_there(played):
    town, _ = played
    committee = town.dispositif.parsed.committee.before_bank
    reached = set(states(Application))
    expected = {"contact", "under_study", "with_bank", "offer_issued", "signed", "disbursed", "closed"}
    expected |= {"at_committee", "adjourned", "unfavourable", "favourable"} if committee else {"ready"}
    assert expected <= reached
    reasons = set(Application.objects.values_list("closing_reason", flat=True))
    assert {
        "reoriented", "refused_banks", "withdrawn", "abandoned", "moved", "offer_lapsed", "retracted"
    } <= reasons  # fmt: skip
    assert ("refused_committee" in reasons) == committee
    assert {"sent", "questioned", "counter_offer", "accepted", "refused"} <= set(states(Transmission))
    loans = {"running", "repaid_unconfirmed", "paid_off", "guarantee_called"}
    assert (loans if committee else loans | {"closed_with_loss"}) <= set(states(Loan))
    assert {"open", "being_met", "solved", "restructured", "guarantee_called"} <= set(states(Difficulty))
    refunds = {"bank_details_awaited", "ordered", "paid", "lapsed"}
    refunds |= {"at_committee", "returned"} if committee else {"to_open", "refused"}
    assert refunds <= set(states(Refund))
    assert {"granted", "refused", "requested"} <= set(states(MeasureRequest))


def test_all_of_it_reads_in_french_sentences(played):
    _, said = played
    lines = told(Entry.objects.order_by("pk"))
    assert len(lines) > 1000
    assert not [line.sentence for line in lines if "{" in line.sentence or not line.sentence.strip()]
    assert said[-1].endswith("jusqu’au 23/11/2026.")


def test_nothing_happens_after_the_day_nor_on_papers_refused(played):
    assert Entry.objects.filter(on__gt=ON).count() == 0
    assert set(states(Document)) <= {"accepted", "expired"}
    assert set(Transmission.objects.values_list("file__state", flat=True)) == {"live"}


def test_this_weeks_diary_has_appointments(played):
    town, _ = played
    week = Appointment.objects.filter(state="planned").during(town.organisation, ON, 5)
    assert week.count() >= 3
    assert Appointment.objects.filter(state="planned", starts_at__date__lt=ON).count() == 0


@pytest.mark.covers("A14")
def test_the_adviser_sees_what_waits_for_her_bank(played):
    town, _ = played
    waiting = Transmission.objects.filter(state="sent").select_related("partner").order_by("pk").first()
    assert waiting is not None
    adviser = Membership.objects.none()
    with scoped(Scope(partner=waiting.partner_id)):
        adviser = Transmission.objects.filter(pk=waiting.pk)
        assert adviser.count() == 1
    assert member(town.members[Role.SOCIAL_WORKER]).name


def test_the_people_of_the_first_morning_are_there(played):
    town, _ = played
    if town.organisation.code != LAVAL.code:
        pytest.skip("they live elsewhere")
    nassim = Loan.objects.get(file=of("Nassim Belkacem").file)
    account = account_of(nassim, ON)
    assert (nassim.principal, nassim.months, len(account.instalments)) == (Decimal(1500), 24, 25)
    assert [one.number for one in account.instalments if one.held] == [7]
    assert [(one.number, one.remaining) for one in account.unpaid] == [(18, Decimal("65.14"))]
    karim = Loan.objects.get(file=of("Karim Ouali").file)
    settled = [one.number for one in account_of(karim, ON).instalments if one.settled_on]
    assert (karim.principal, settled) == (Decimal(2000), list(range(1, 13)))
    lucie = Refund.objects.get(file=of("Lucie Hamon").file)
    assert (lucie.state, lucie.amount) == ("to_open", Decimal("63.30"))
    stands = {
        name: of(name).state
        for name in ("Sonia Marchand", "Yves Le Guen", "Jeanne Poirier", "Paul Derouet", "Irène Gasnier")
    }
    assert stands == {
        "Sonia Marchand": "contact",
        "Yves Le Guen": "under_study",
        "Jeanne Poirier": "under_study",
        "Paul Derouet": "ready",
        "Irène Gasnier": "with_bank",
    }
    assert Difficulty.objects.get(file=of("Aïcha Diarra").file).state == "being_met"
    assert of("Bruno Vasseur").product_code == "restructuration"


@pytest.mark.django_db
@pytest.mark.parametrize("place", [LAVAL, TARBES], ids=lambda place: place.code)
def test_the_same_day_makes_the_same_bytes(place):
    digests = []
    for _ in range(2):
        with transaction.atomic():
            seed(ON, files=7, places=[place])
            organisation = Organisation.objects.get(code=place.code)
            with acting_for(organisation):
                digests.append(digest(organisation))
            transaction.set_rollback(True)
    assert digests[0] == digests[1]
    assert len(set(digests[0].values())) > 20


def test_a_row_held_says_what_django_reads(played):
    """Of every kind of row the demonstration makes: fields, and nothing left of what was read with it."""
    held = 0
    for model in apps.get_models():
        fields = model._meta.concrete_fields
        named = [one.name for one in fields if one.is_relation]
        read = model._base_manager.select_related(*named).first() if hasattr(model, "SUBJECT") else None
        if read is None:
            continue
        told = {one.attname: getattr(read, one.attname) for one in fields}
        for one in fields:
            if not one.primary_key:
                setattr(read, one.attname, None)
        hold(read)
        assert {one.attname: getattr(read, one.attname) for one in fields} == told, model
        assert [type(value) for value in told.values()] == [type(getattr(read, n)) for n in told], model
        assert not [one.name for one in fields if one.is_relation and one.is_cached(read)], model
        held += 1
    assert held > 15
    with pytest.raises(Application.DoesNotExist):
        hold(Application(pk=0))


def test_rows_asked_by_what_they_say_are_those_of_a_filter(played):
    """Of every kind of row that belongs to a file or a request: the same, in the same order."""
    compared = 0
    for model in apps.get_models():
        fields = model._meta.concrete_fields
        for name in {"file", "application", "loan", "budget", "project"} & {one.name for one in fields}:
            known = model._base_manager.filter(**{f"{name}__isnull": False}).first()
            if known is None or not all(isinstance(one, str) for one in model._meta.ordering):
                continue
            owner = getattr(known, f"{name}_id")
            wanted = list(model._default_manager.filter(**{name: owner}))
            found = rows_where(model, **{name: owner})
            assert found == wanted if model._meta.ordering else set(found) == set(wanted), model
            for one in found:
                other = wanted[wanted.index(one)]
                for field in fields:
                    assert getattr(one, field.attname) == getattr(other, field.attname), (model, field.name)
            assert rows_where(model, **{name: None}) == []
            names = tuple(field.attname for field in fields)
            told = values_among(model, names, name, [owner])
            assert told == list(
                known._meta.default_manager.filter(**{name: owner}).order_by("pk").values_list(*names)
            )
            assert rows_among(model, name, [owner]) == found
            attach(found, name)
            assert all(getattr(one, name).pk == owner for one in found)
            compared += 1
    assert compared > 25
    apart = rows_where(Dispositif, apart=("model",), state="in_force")
    assert apart and all(one.get_deferred_fields() == {"model"} for one in apart)


def test_a_link_leads_to_the_row_that_django_reads(played):
    """Of every link between our rows: there, and back where a row may be named only once."""
    followed = turned = 0
    for model in apps.get_models():
        for field in (one for one in model._meta.concrete_fields if one.is_relation):
            if not model.__module__.startswith("etrier."):
                continue
            assert isinstance(field, ForeignKey | OneToOneField), (model, field.name)
            known = model._base_manager.filter(**{f"{field.name}__isnull": False}).first()
            if known is None:
                continue
            named, read = getattr(known, field.name), field.related_model._base_manager
            row = read.get(pk=getattr(known, field.attname))
            columns = [one.attname for one in row._meta.concrete_fields]
            assert [getattr(named, one) for one in columns] == [getattr(row, one) for one in columns], field
            followed += 1
            back = field.remote_field.get_accessor_name() if field.one_to_one else "+"
            if back != "+":
                assert getattr(row, back) == known and field.is_cached(getattr(row, back)), field
                turned += 1
    assert followed > 60
    assert turned > 5
    lost = Application(file_id=0)
    with pytest.raises(File.DoesNotExist):
        assert lost.file
    with pytest.raises(Loan.DoesNotExist):
        assert File.objects.filter(loan__isnull=True).earliest("pk").loan


@pytest.mark.parametrize("files", [0, 1, 2, 61, 140, 1000, 99_999])
def test_the_towns_share_the_files(files):
    given = shares(files)
    assert sum(given) == files
    assert max(given) - min(given) <= 1
    assert shares(files, [TARBES]) == [files]
    assert shares(files, []) == []


def test_the_accounts_told_are_those_that_were_made(played):
    town, _ = played
    place = next(one for one in PLACES if one.code == town.organisation.code)
    told_of = {email for _, email, _ in rows(place)}
    assert told_of == set(User.objects.filter(email__in=told_of).values_list("email", flat=True))
    assert told_of < set(re.findall(r"\S+@\S+", accounts()))


def test_the_past_was_recorded_in_the_past(played):
    """Each act says it was written on its day or after, in the order in which all of them happened."""
    entries = list(Entry.objects.order_by("pk").values_list("on", "recorded_at"))
    instants = [instant for _, instant in entries]
    assert instants == sorted(instants)
    assert [day for day, instant in entries if day > instant.date()] == []
    assert {instant.year for instant in instants} >= {2024, 2025, 2026}
