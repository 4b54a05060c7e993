"""What pages on people who work here share, in an organisation or at the instance."""

from collections.abc import Mapping
from typing import Any, TypedDict

from django.db.models import QuerySet
from django.urls import reverse

from etrier.accounts.actor import Actor
from etrier.domain.lifecycle import ACTS, LIFECYCLES, Act
from etrier.team.models import Invited


def buttons(thing: Any, actor: Actor, acts: Mapping[Act, str], *keys: Any) -> list[dict[str, str]]:
    """What may be done with a thing in its state, and the page of each act."""
    possible = LIFECYCLES[thing.SUBJECT].acts_from(thing.state)
    return [
        {"label": ACTS[act].label, "url": reverse(page, args=[*keys, thing.uid])}
        for act, page in acts.items()
        if act in possible and actor.may(act)
    ]


def invited(rows: QuerySet[Any], actor: Actor, acts: Mapping[Act, str], *keys: Any) -> list[dict[str, Any]]:
    """Who was asked to join and has not answered, and what may be done about it."""
    waiting = rows.filter(state__in=("sent", "expired")).order_by("last_name", "pk")
    return [{"invitation": one, "acts": buttons(one, actor, acts, *keys)} for one in waiting]


class Words(TypedDict):
    """What a page says before an act."""

    title: str
    state: str
    act_label: str


def words_on(act: Act, invitation: Invited) -> Words:
    """Before sending an invitation again, or taking it back."""
    if act is Act.RENEW_INVITATION:
        return Words(
            title=f"Renvoyer l’invitation à {invitation.full_name}",
            state="Le lien précédent ne fonctionnera plus.",
            act_label="Renvoyer",
        )
    return Words(
        title=f"Annuler l’invitation de {invitation.full_name}",
        state="Son lien ne fonctionnera plus.",
        act_label="Annuler l’invitation",
    )
