"""Dispositifs nobody has thought of: the shipped ones under other names, and one that is like neither."""

import tomllib
from collections.abc import Mapping
from typing import Any

import tomlkit

from etrier.accounts.models import Organisation
from etrier.shipped import scheme_text
from tests.cast import PEOPLE, Town, adopt, join

SUFFIX = "-bis"
MADE_UP = {"assumption": "modèle d’essai"}
KEPT = {"value", "source", "assumption"}


def renamed(name: str) -> str:
    """A shipped model whose town, products, purposes, banks and papers are called otherwise."""
    model = tomllib.loads(scheme_text(name))
    words = {name.capitalize(): "Port-Neuf", name: "port-neuf"}
    for rank, bank in enumerate(model["agreements"].values()):
        words[said(bank["name"])] = f"Crédit du Littoral {rank + 1}"
    for rank, product in enumerate(model["products"].values()):
        words[said(product["label"])] = f"Prêt solidaire {rank + 1}"
    model["products"] = {
        f"{code}{SUFFIX}": product
        | {part: otherwise(product[part]) for part in ("purposes", "ceilings") if part in product}
        for code, product in model["products"].items()
    }
    model["agreements"] = {
        f"{code}{SUFFIX}": bank
        | {part: otherwise(bank[part]) for part in ("rates", "ceilings") if part in bank}
        for code, bank in model["agreements"].items()
    }
    model["checklist"] = {
        (code if code in KEPT else f"{code}{SUFFIX}"): with_codes(paper)
        for code, paper in model["checklist"].items()
    }
    return tomlkit.dumps(reworded(model, words))


def said(value: Any) -> str:
    """A text, whether its source stands beside it or not."""
    return str(value["value"] if isinstance(value, Mapping) else value)


def otherwise(table: Mapping[str, Any], *parts: str) -> dict[str, Any]:
    """The same table, its codes changed, and those of these parts of each line."""
    changed = {}
    for code, line in table.items():
        inside = {part: otherwise(line[part]) for part in parts if part in line}
        changed[code if code in KEPT else f"{code}{SUFFIX}"] = line | inside if inside else line
    return changed


def with_codes(paper: Any) -> Any:
    """A paper of the checklist, naming products and purposes by their new codes."""
    if not isinstance(paper, Mapping):
        return paper
    changed = dict(paper)
    for name in ("products", "purposes"):
        if name in changed:
            changed[name] = [f"{code}{SUFFIX}" for code in changed[name]]
    return changed


def reworded(value: Any, words: Mapping[str, str]) -> Any:
    """Every text with other names in it."""
    if isinstance(value, Mapping):
        return {key: reworded(one, words) for key, one in value.items()}
    if isinstance(value, list):
        return [reworded(one, words) for one in value]
    if isinstance(value, str):
        for former, new in words.items():
            value = value.replace(former, new)
    return value


def made_up() -> str:
    """No commission, two banks that report each month, one product, no refund, no charter."""
    model = tomllib.loads(renamed("laval"))
    kept = next(iter(model["products"]))
    model["products"] = {kept: model["products"][kept]}
    banks = list(model["agreements"].items())[:2]
    for _, bank in banks:
        bank["rates"] = {kept: 5}
        bank["reporting"] = {"mode": "reported", "grace_days": 3}
        bank.pop("ceilings", None)
    model["agreements"] = dict(banks)
    model["refund"] = {
        "assumption": "modèle d’essai",
        "policy": "none",
        "rate": 0,
        "cap": "aucun",
        "grace_days": 0,
    }
    model["charter"] = {"parties": {"value": "none", "assumption": "modèle d’essai"}}
    model.pop("envelope", None)
    known = {"products": {kept}, "purposes": set(model["products"][kept]["purposes"])}
    model["checklist"] = {
        code: paper
        for code, paper in model["checklist"].items()
        if not isinstance(paper, dict)
        or all(known[name].issuperset(paper[name]) for name in known if name in paper)
    }
    return tomlkit.dumps(model)


def town_with(model: str) -> Town:
    """A town with its people, which votes this model."""
    organisation = Organisation.objects.create(name="CCAS de Port-Neuf", code="port-neuf")
    town = Town(organisation)
    for role, (first, last) in PEOPLE["laval"].items():
        town.members[role] = join(organisation, role, first, last)
    town.enter()
    adopt(town, model)
    return town
