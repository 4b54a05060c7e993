"""Messages about one's account, sent once the page is answered: no transaction waits for a mail server."""

from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from procrastinate.contrib.django import app

from etrier.accounts.adapter import SEND_RESET
from etrier.accounts.models import User
from etrier.database.reading import row_where


@app.task(name=SEND_RESET, queue="mail", retry=5)
def send_password_reset(*, user: int) -> None:
    """Send the link by which a new password is chosen; it is made here, and kept nowhere."""
    found = row_where(User, pk=user, is_active=True)
    if found is None:
        return
    link = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(found), "key": default_token_generator.make_token(found)},
    )
    here = urlsplit(settings.ADDRESS).netloc
    facts = {"password_reset_url": settings.ADDRESS + link, "current_site": {"domain": here}}
    get_adapter().render_mail("account/email/password_reset_key", found.email, facts).send()
