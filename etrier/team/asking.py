"""What is asked before an act on an invitation: the same words whoever the person is to work for."""

from etrier.domain.lifecycle import Act
from etrier.team.models import Invited


def words_on(act: Act, invitation: Invited) -> dict[str, str]:
    """The page that asks before sending an invitation again, or before taking it back."""
    if act is Act.RENEW_INVITATION:
        return {
            "title": f"Renvoyer l’invitation à {invitation.full_name}",
            "state": "Le lien précédent ne fonctionnera plus.",
            "act_label": "Renvoyer",
        }
    return {
        "title": f"Annuler l’invitation de {invitation.full_name}",
        "state": "Son lien ne fonctionnera plus.",
        "act_label": "Annuler l’invitation",
    }
