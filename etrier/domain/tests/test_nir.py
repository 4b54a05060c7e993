"""The social security number is found wherever it is typed, and nothing else is taken for one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etrier.domain.nir import contains_nir, find_nirs, masked


def nir(head: str) -> str:
    """Thirteen characters followed by their key."""
    number = int(head.replace("2A", "19").replace("2B", "18"))
    return f"{head}{97 - number % 97:02d}"


@pytest.mark.parametrize(
    "text",
    [
        "295109912611193",
        "2 95 10 99 126 111 93",
        "Mme Dupont, n° 2951099126111 clé 93, est venue.",
        "NIR:2.95.10.99.126.111.93",
        "2-95-10-99-126-111/93",
        "2\u00a095\u00a010\u00a099\u00a0126\u00a0111\u00a093",
        "253072B07300470",
        nir("185012A004001"),
        nir("1850120004001"),
        "vu le 3 : 2951099126111 93",
    ],
)
def test_a_nir_is_found(text):
    assert contains_nir(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "295109912611194",
        "2951099126111",
        "06 12 34 56 78",
        "+33 6 12 34 56 78",
        "FR76 3000 6000 0112 3456 7890 189",
        "FR1420041010050500013M02606",
        "4978 1234 5678 9012",
        "dossier 2026-0042",
        "362 521 879 00034",
        "1295109912611193",
        "2951099126111937",
        "A295109912611193",
        "2953099126111" + "00",
    ],
)
def test_something_else_is_not_one(text):
    assert not contains_nir(text)


def test_a_bank_account_that_holds_its_digits_is_not_one():
    number, bank = "295109912611193", "30002005"
    key = 98 - int(f"{bank}{number}152700") % 97
    assert contains_nir(f"{bank} {number}")
    assert not contains_nir(f"FR{key:02d} {bank} {number}")
    assert contains_nir(f"FR{(key + 1) % 97:02d} {bank} {number}")


def test_masking_hides_it_and_nothing_else():
    assert masked("n° 2 95 10 99 126 111 93, tél. 06 12 34 56 78") == "n° ••••••, tél. 06 12 34 56 78"
    (found,) = find_nirs("ab 295109912611193 cd")
    assert (found.start, found.end) == (3, 18)


heads = st.builds(
    "{}{:02d}{:02d}{}{:06d}".format,
    st.sampled_from("12"),
    st.integers(0, 99),
    st.integers(1, 12),
    st.sampled_from(["01", "75", "99", "2A", "2B"]),
    st.integers(1, 999_999),
)


@settings(max_examples=100, deadline=None)
@given(heads, st.text("abc .,;é", max_size=10), st.integers(0, 14), st.integers(1, 9))
def test_any_valid_one_is_found_and_any_wrong_digit_hides_it(head, around, place, shift):
    number = nir(head)
    assert contains_nir(f"{around} {number} {around}")
    if number[place].isdigit() and number[5:7] not in ("2A", "2B"):
        other = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
        assert not contains_nir(other)
