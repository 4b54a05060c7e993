"""Say which models changed without a migration; asks no database, whose history may be another branch's."""

import os
import sys

import django
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etrier.config.settings")
django.setup()
translation.deactivate_all()  # labels are compared as their authors wrote them
loader = MigrationLoader(None)
problems = [
    f"{app} : plusieurs dernières migrations, {names}" for app, names in loader.detect_conflicts().items()
]
detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
for app, migrations in detector.changes(graph=loader.graph).items():
    for migration in migrations:
        problems += [f"{app} : {operation.describe()}" for operation in migration.operations]
sys.exit("\n".join(problems) or 0)
