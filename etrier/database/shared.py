"""The tables that several organisations share, each with its reason; the catalogue test reads this list.

Every other table is closed by row-level security.
"""

SHARED = {
    "accounts_organisation": "the names and time zones of the CCAS are public, and signing in needs them",
    "accounts_partner": "a bank serves several CCAS; what binds it to each is in their agreements",
    "accounts_user": "one person may work for several CCAS; what she may do in each is in her memberships",
    "accounts_cache": "counts failed sign-ins before any organisation is known; holds no personal file",
    "account_emailaddress": "django-allauth: the addresses of users",
    "account_emailconfirmation": "django-allauth: the proofs of addresses",
    "mfa_authenticator": "django-allauth: the second factor of a user, encrypted",
    "auth_group": "Django: required by its authentication, unused",
    "auth_group_permissions": "Django: required by its authentication, unused",
    "auth_permission": "Django: required by its authentication, unused",
    "django_content_type": "Django: the list of models",
    "django_migrations": "Django: the list of migrations done",
    "django_session": "Django: sessions, read by a key nobody can guess, before any organisation is known",
    "procrastinate_jobs": "the queue: its arguments are keys only, and each job enters its own organisation",
    "procrastinate_events": "the queue: what happened to its jobs",
    "procrastinate_periodic_defers": "the queue: when the daily jobs were last called",
    "procrastinate_workers": "the queue: the processes at work",
}
