"""The dispositif model: reading, findings by line, round trip, differences, and the models that ship."""
# ruff: noqa: E501 — the table of mistakes is read by line

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etrier.domain.scheme import Scheme, SchemeError, diff, entries, load, read, to_toml
from etrier.domain.scheme.choices import Guarantor, RefundPolicy, SupportMode
from etrier.domain.scheme.schema import Provenance
from etrier.shipped import scheme_names, scheme_text

TARBES, LAVAL = load(scheme_text("tarbes")), load(scheme_text("laval"))
SHIPPED = pytest.mark.parametrize("name", ["tarbes", "laval"])


def findings_of(text: str) -> list[str]:
    reading = read(text)
    assert reading.scheme is None
    return [str(finding) for finding in reading.findings]


def changed(old: str, new: str) -> str:
    text = scheme_text("laval")
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.covers("D2")
@SHIPPED
def test_each_value_of_a_shipped_model_says_where_it_comes_from(name):
    reading = read(scheme_text(name), provenance_required=True)
    assert reading.findings == ()
    written = [
        entry for entry in entries(reading.scheme) if entry.value is not None and entry.value is not False
    ]
    assert len(written) > 100
    silent = [entry.path for entry in written if entry.provenance is None]
    assert silent == []


@pytest.mark.covers("D5")
def test_tarbes_is_as_the_source_says():
    (product,) = TARBES.products
    assert (product.amount.min, product.amount.max) == (300, 3000)
    assert (product.months.min, product.months.max) == (6, 36)
    assert (product.exception.amount_max, product.exception.months_max) == (5000, 48)
    assert (product.guarantee.guarantor, product.guarantee.share) == (Guarantor.FCS, 50)
    assert TARBES.committee.before_bank
    assert TARBES.committee.before_refund
    assert (TARBES.refund.policy, TARBES.refund.rate) == (RefundPolicy.ONCE_REPAID, 100)
    assert [bank.name for bank in TARBES.agreements] == ["Parcours Confiance"]
    assert TARBES.agreements[0].seller_notice
    assert TARBES.envelope is None


@pytest.mark.covers("D5", "D6", "D7", "D8")
def test_laval_is_as_the_source_says():
    classique, restructuration, sante = LAVAL.products
    assert (classique.amount.min, classique.amount.max, classique.exception.allowed) == (300, 3000, False)
    assert restructuration.amount.min is None
    assert (restructuration.ceiling("debts"), restructuration.ceiling("overdraft")) == (1500, 800)
    assert not restructuration.ceilings_combine
    assert restructuration.guarantee.guarantor is Guarantor.CCAS
    assert restructuration.guarantee.share == 50
    assert restructuration.support.mode is SupportMode.COMPULSORY
    assert not restructuration.support.regular
    assert (sante.amount.max, sante.months.max, sante.medical_papers) == (6000, 48, True)
    assert len(LAVAL.agreements) == 3
    assert LAVAL.refund.policy is RefundPolicy.WITHOUT_LATE_INSTALMENT
    assert not LAVAL.committee.sits
    assert LAVAL.provenance("committee.before_bank").assumed
    assert LAVAL.envelope is not None


@pytest.mark.covers("D1")
def test_a_value_tells_its_own_words_before_its_table():
    assert LAVAL.provenance("products.restructuration.amount.max").source.startswith("Jusqu’à 1500 €")
    assert LAVAL.provenance("envelope.voted").assumed
    assert LAVAL.provenance("checklist.identity.label").assumption.startswith("pièces habituellement")
    own = replace(
        LAVAL,
        provenances=(
            Provenance(path="checklist", assumption="usage"),
            Provenance(path="checklist.identity", source="délibération"),
        ),
    )
    assert own.provenance("checklist.identity.label").source == "délibération"
    assert own.provenance("checklist.identity-bis.label").assumption == "usage"
    assert own.provenance("products.classique.label") is None


@pytest.mark.covers("D1")
@SHIPPED
def test_written_again_it_reads_the_same(name):
    scheme = load(scheme_text(name))
    again = load(to_toml(scheme))
    assert again == scheme
    assert to_toml(again) == to_toml(scheme)


words = st.text(min_size=1, max_size=60).filter(lambda text: text.strip() and text != "aucun")
euros = st.decimals(0, 100_000, places=2)


@settings(max_examples=60, deadline=None)
@given(words, words, euros, st.one_of(st.none(), euros), st.lists(words, max_size=4))
def test_any_scheme_survives_its_text(name, label, voted, cap, members):
    scheme = replace(
        LAVAL,
        name=name,
        products=(replace(LAVAL.products[0], label=label), *LAVAL.products[1:]),
        envelope=replace(LAVAL.envelope, voted=voted),
        refund=replace(LAVAL.refund, cap=cap),
        committee=replace(LAVAL.committee, members=tuple(members)),
    )
    assert load(to_toml(scheme)) == scheme


@pytest.mark.covers("D1")
def test_findings_come_all_at_once_with_line_and_remedy():
    text = changed("max = { value = 3000, source", 'max = { value = "beaucoup", source')
    text = text.replace("rate = { value = 100,", "rate = { value = 180,")
    text = text.replace('policy = { value = "without_late_instalment"', 'policy = { value = "jamais"')
    lines = text.splitlines()
    reading = read(text)
    found = {finding.path: finding for finding in reading.findings}
    assert set(found) == {"products.classique.amount.max", "refund.policy", "refund.rate"}
    amount = found["products.classique.amount.max"]
    assert "beaucoup" in lines[amount.line - 1]
    assert str(amount).startswith(f"Ligne {amount.line}")
    assert "sans guillemets" in amount.remedy
    assert "once_repaid" in found["refund.policy"].remedy
    assert "0 à 100" in found["refund.rate"].remedy
    with pytest.raises(SchemeError, match=r"refund\.policy"):
        load(text)


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        ("share = { value = 50", "part = { value = 50", "products.classique.guarantee.part", "inconnue"),
        ("max = { value = 36,", "max = { value = 4,", "products.classique.months.min", "dépasse le maximum"),
        ("classique = 4.00", "jardin = 4.00", "agreements.banque-des-trois-rivieres.rates.jardin", "n’existe pas"),
        ("debts = { value = 1500", "debts = { value = 1900", "products.restructuration.ceilings.debts", "dépasse"),
        ("alert_days = 15", "alert_days = 2", "agreements.banque-des-trois-rivieres.missed_payment.alert_days", "précède"),
        ("[envelope]", "[budget2]", "budget2", "inconnue"),
        ("valid_from = { value = 2015-01-01", "valid_from = { value = 2015", "valid_from", "date"),
        ("min_age = { value = 18", "min_age = { value = true", "eligibility.min_age", "entier"),
        ("every_months = { value = 3", "midway = { value = true", "support.regular", None),
        ("voted = { value = 8000", "voted = { value = nan", "envelope.voted", "fini"),
        ("voted = { value = 8000", "voted = { value = 1e400", "envelope.voted", "bornes"),
        ("voted = { value = 8000", "voted = { value = 80.005", "envelope.voted", "centime"),
        ('label = "Livret de famille"', "label = 3", "checklist.family-record.label", "texte"),
        ('circumstances = ["couple", "children"]', 'circumstances = ["chat"]', "checklist.family-record.circumstances", "couple"),
        ('purposes = ["vehicle"]', 'purposes = ["avion"]', "checklist.driving-licence.purposes", "avion"),
        ("[products.classique.amount]", "[products.Grand.amount]", "products.Grand", "code"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_where_it_stands(old, new, path, words):
    text = changed(old, new)
    reading = read(text)
    if words is None:
        assert reading.scheme is not None
        return
    found = [finding for finding in reading.findings if finding.path == path]
    assert found, [str(finding) for finding in reading.findings]
    assert words in str(found[0])
    assert found[0].remedy
    if new.split("=")[0].strip() in ("alert_days", "min_age", "voted", "valid_from", "label"):
        assert new in text.splitlines()[found[0].line - 1]


@pytest.mark.covers("D9")
def test_a_guarantee_of_the_ccas_needs_its_envelope():
    begin, _, rest = scheme_text("laval").partition("[envelope]")
    (found,) = read(begin + "[" + rest.partition("\n[")[2]).findings
    assert found.path == "envelope"
    assert "restructuration" in found.problem
    (found,) = read(
        scheme_text("tarbes") + "[envelope]\nvoted = 1\nrepaid_principal_frees_room = true\n"
    ).findings
    assert "aucun produit" in found.problem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = ", "Ligne 1"),
        ("[a]\nb = 1\n[a]\n", "deux fois"),
        ("a = " + "[" * 5000, "démesurés"),
        ("a = " + "9" * 6000, "démesurés"),
        ("a" * 600_000, "600000 caractères"),
        ("", "Il manque"),
        ("code = 3", "texte"),
        ("products = 3", "table"),
        ("products = { classique = 3 }", "table"),
        ("\x00", "TOML"),
    ],
)
def test_what_is_no_dispositif_gets_a_sentence(text, words):
    assert words in "\n".join(findings_of(text))


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_it_stumble(text):
    reading = read(text)
    assert reading.scheme is None
    assert reading.findings


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_damaged_model_makes_it_stumble(data):
    lines = scheme_text("tarbes").splitlines()
    index = data.draw(st.integers(0, len(lines) - 1))
    lines[index] = data.draw(st.sampled_from(["", lines[index][::-1], lines[index][:12], lines[index] * 2]))
    reading = read("\n".join(lines))
    assert (reading.scheme is None) == bool(reading.findings)


@pytest.mark.covers("D3")
def test_differences_are_french_sentences():
    assert diff(LAVAL, LAVAL) == ()
    sentences = {found.path: found.sentence for found in diff(TARBES, LAVAL)}
    assert sentences["committee.before_bank"].replace("\u00a0", " ").replace("\u202f", " ") == (
        "Commission, avis de la commission avant la banque : oui (CCAS de Tarbes) ; non (CCAS de Laval)."
    )
    assert "5 000 €".replace(" ", "\u202f") in sentences["products.classique.exception.amount_max"]
    assert "sans équivalent" in sentences["products.restructuration"]
    assert not any(path.startswith("products.restructuration.") for path in sentences)
    assert "products.classique.amount.max" not in sentences


@pytest.mark.covers("D1")
def test_a_difference_tells_before_from_after():
    later = replace(LAVAL, refund=replace(LAVAL.refund, rate=Decimal(50)))
    (only,) = diff(LAVAL, later)
    assert (only.path, only.left, only.right) == ("refund.rate", "100\u202f%", "50\u202f%")
    assert "avant" in only.sentence
    assert "après" in only.sentence


@pytest.mark.covers("D1")
def test_a_version_holds_between_its_dates():
    ended = replace(LAVAL, valid_to=date(2020, 12, 31))
    assert ended.holds_on(date(2020, 12, 31))
    assert not ended.holds_on(date(2021, 1, 1))
    assert not ended.holds_on(date(2014, 12, 31))


def test_renamed_models_still_stand():
    """Nothing in the rules knows a town, a bank or a product by name."""
    text = scheme_text("laval")
    for old, new in (
        ("laval", "montagne"),
        ("Laval", "Montagne"),
        ("classique", "ordinaire"),
        ("bocage", "col"),
    ):
        text = text.replace(old, new)
    scheme = load(text)
    assert isinstance(scheme, Scheme)
    assert [product.code for product in scheme.products] == [
        "ordinaire",
        "restructuration",
        "autonomie-sante",
    ]


def test_both_models_ship():
    assert {"tarbes", "laval"} <= set(scheme_names())
    with pytest.raises(FileNotFoundError):
        scheme_text("../pyproject")
