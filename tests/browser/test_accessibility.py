"""Each member's rooms, on a desk, on a telephone and in the dark: axe, language, labels, width."""

import pytest

from etrier.domain.access import Role
from tests.walks import stories, study
from tests.walks.stage import Walk

PHONE = {"viewport": {"width": 360, "height": 740}}
DARK = {"color_scheme": "dark"}
ROLES = (
    Role.MANAGER,
    Role.RECEPTION,
    Role.COMMITTEE_MEMBER,
    Role.FINANCE,
    Role.ADMINISTRATOR,
    Role.OBSERVER,
)


def rooms(screen):
    """What the rail leads to."""
    rail = [node for node in screen.page.root.all("ul") if "rail-links" in node.attrs.get("class", "")]
    return list(dict.fromkeys(node.attrs["href"] for ul in rail for node in ul.all("a")))


@pytest.mark.browser
@pytest.mark.covers("X7", "X2")
def test_each_role_enters_its_rooms(play):
    stage = play("laval").stage
    for role in ROLES:
        screen = stage.visitor(role)
        found = rooms(screen)
        assert found, role
        for address in found:
            screen.open(address)


@pytest.mark.browser
@pytest.mark.covers("X7")
@pytest.mark.parametrize("device", [PHONE, DARK], ids=["telephone", "dark"])
def test_a_contact_and_its_study(play, device):
    theatre = play("laval")
    walk = Walk(theatre.stage, stories.AICHA)
    study.first_contact(walk)
    study.open_study(walk)
    study.describe_household(walk)
    study.describe_budget(walk)
    study.describe_project(walk)


@pytest.mark.browser
@pytest.mark.covers("X7")
def test_what_is_not_there_is_said_in_french(play):
    screen = play("laval").stage.worker
    screen.expected += ["404", "403"]
    screen.open("/dossiers/00000000-0000-7000-8000-000000000000/")
    screen.reads("Cette page n’existe pas")
    screen.open("/equipe/")
