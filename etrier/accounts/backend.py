"""Who a session stands for: asked on every page, so by two statements that are always the same."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from etrier.accounts.models import User
from etrier.database.reading import row_where


class Backend(AuthenticationBackend):
    """django-allauth's; `AUTHENTICATION_BACKENDS`."""

    def get_user(self, user_id: Any) -> User | None:
        user = row_where(User, pk=user_id)
        return user if user is not None and self.user_can_authenticate(user) else None


class SessionStore(db.SessionStore):
    """Django's, in the database; `SESSION_ENGINE` names this module."""

    def load(self) -> dict[str, Any]:
        kept = row_where(Session, session_key=self.session_key)
        if kept is None or kept.expire_date <= timezone.now():
            self._session_key = None
            return {}
        return dict(self.decode(kept.session_data))
