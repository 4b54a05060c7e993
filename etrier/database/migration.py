"""Migration operations that close a table: row-level security, composite foreign keys, grants.

Foreign-key checks bypass row-level security, so a plain key could point at another organisation's row:
each key between two organisations' tables is therefore (key, organisation_id).
"""

from django.db import models
from django.db.backends.ddl_references import Statement
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel

MIGRATOR = "etrier_migrator"
SITE = "etrier_site"


def setting(name: str) -> str:
    """The SQL of one transaction setting, NULL when it is absent or empty."""
    return f"nullif(current_setting('etrier.{name}', true), '')::bigint"


def absent(name: str) -> str:
    """The SQL of « this setting is absent or empty ».

    Not « IS NULL »: PostgreSQL supposes that one row in two hundred meets it, whatever the table, and then
    reads and sorts a whole organisation to show thirty files. It supposes that a difference always holds.
    """
    text = f"nullif(current_setting('etrier.{name}', true), '')"
    return f"coalesce({text}, '-') IS DISTINCT FROM {text}"


ORGANISATION = f"organisation_id = {setting('organisation')}"
NOT_A_PARTNER = absent("partner")
AN_OPERATOR = f"{setting('operator')} IS NOT NULL"
NOT_AN_OPERATOR = absent("operator")
POLICIES = ("operator", "partner", "organisation", "migrator")


def is_isolated(model) -> bool:
    """Whether a model's rows belong to one organisation."""
    return any(field.name == "organisation" for field in model._meta.local_fields)


def bound_keys(model) -> list[models.ForeignKey]:
    """The foreign keys of a model that must carry the organisation with them."""
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and is_isolated(field.related_model)
    ]


def bind_sql(model, field) -> str:
    """SQL of the composite foreign key behind `field`."""
    table, parent = model._meta.db_table, field.related_model._meta.db_table
    name = f"{table}_{field.column}_bound"
    if len(name) > 63:
        name = f"{table[:20]}_{field.column[:36]}_bound"
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY ("{field.column}", organisation_id)'
        f' REFERENCES "{parent}" (id, organisation_id) DEFERRABLE INITIALLY DEFERRED;'
    )


def drop_plain_key(schema_editor, model, field) -> None:
    """Take away the key without organisation that Django made or was about to make."""
    table, column = model._meta.db_table, field.column
    schema_editor.deferred_sql = [
        statement
        for statement in schema_editor.deferred_sql
        if not (
            isinstance(statement, Statement)
            and "FOREIGN KEY" in statement.template
            and statement.references_column(table, column)
            and str(statement.parts["table"]) == schema_editor.quote_name(table)
        )
    ]
    schema_editor.execute(
        f"""DO $$ DECLARE plain text; BEGIN
            FOR plain IN SELECT conname FROM pg_constraint WHERE contype = 'f'
                AND conrelid = '"{table}"'::regclass AND cardinality(conkey) = 1
                AND conkey[1] = (SELECT attnum FROM pg_attribute
                                 WHERE attrelid = '"{table}"'::regclass AND attname = '{column}')
            LOOP EXECUTE format('ALTER TABLE "{table}" DROP CONSTRAINT %I', plain); END LOOP; END $$""",  # noqa: S608 -- names come from the model
        params=None,
    )


class Isolate(Operation):
    """Close one organisation's table.

    `visible`: SQL condition of the rows that exist for the asker, by default those of the organisation.
    `written`: SQL condition of the rows the asker may leave behind, by default `visible`.
    `partner`: SQL condition of the rows a partner bank's request may touch; without it, none.
    `operator`: the same for who runs the instance, even when she opens an organisation's door.
    `append_only`: rows are added and read, never changed. `deletable`: the site may delete (drafts,
    links); elsewhere only the retention role does.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(
        self,
        model,
        *,
        visible=None,
        written=None,
        partner=None,
        operator=None,
        append_only=False,
        deletable=False,
    ):
        self.model, self.visible, self.written = model, visible, written
        self.partner, self.operator = partner, operator
        self.append_only, self.deletable = append_only, deletable

    def deconstruct(self):
        options = {
            name: getattr(self, name)
            for name in ("visible", "written", "partner", "operator", "append_only", "deletable")
            if getattr(self, name)
        }
        return (self.__class__.__name__, [self.model], options)

    def state_forwards(self, app_label, state):
        """Security is not part of a model's state."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model)
        for field in bound_keys(model):
            drop_plain_key(schema_editor, model, field)
        for statement in self.statements(model):
            schema_editor.execute(statement)

    def statements(self, model):
        """The SQL, in order."""
        table = model._meta.db_table
        if is_isolated(model):
            yield f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_own" UNIQUE (id, organisation_id)'
        yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
        yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
        yield from self.policies(table)
        yield f'REVOKE ALL ON "{table}" FROM {SITE}'
        rights = "SELECT, INSERT" + ("" if self.append_only else ", UPDATE") + (", DELETE" * self.deletable)
        yield f'GRANT {rights} ON "{table}" TO {SITE}'
        for field in bound_keys(model):
            yield bind_sql(model, field)

    def policies(self, table):
        """Who meets which rows: the migrator all, the site its organisation's, outsiders what is theirs."""
        visible = self.visible or ORGANISATION
        written = self.written or visible
        yield f'CREATE POLICY migrator ON "{table}" TO {MIGRATOR} USING (true) WITH CHECK (true)'
        yield f'CREATE POLICY organisation ON "{table}" TO {SITE} USING ({visible}) WITH CHECK ({written})'
        walls = (("partner", NOT_A_PARTNER, self.partner), ("operator", NOT_AN_OPERATOR, self.operator))
        for name, outside, own in walls:
            allowed = f"({outside})" + (f" OR ({own})" if own else "")
            yield (
                f'CREATE POLICY {name} ON "{table}" AS RESTRICTIVE TO {SITE}'
                f" USING ({allowed}) WITH CHECK ({allowed})"
            )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model)
        table = model._meta.db_table
        for policy in POLICIES:
            schema_editor.execute(f'DROP POLICY {policy} ON "{table}"')
        schema_editor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')

    def describe(self):
        return f"Close {self.model} to other organisations"


class Reclose(Isolate):
    """Write the policies of a closed table anew; its keys and rights stay as they are."""

    reversible = False

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = to_state.apps.get_model(app_label, self.model)._meta.db_table
        for policy in POLICIES:
            schema_editor.execute(f'DROP POLICY IF EXISTS {policy} ON "{table}"')
        for statement in self.policies(table):
            schema_editor.execute(statement)

    def describe(self):
        return f"Say anew who meets the rows of {self.model}"


class WallOffOperators(Operation):
    """Hide every table closed before there were operators from whoever runs the instance."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label, state):
        """Security is not part of a model's state."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(
            f"""DO $$ DECLARE closed text; BEGIN
                FOR closed IN SELECT relname FROM pg_class c
                    WHERE relforcerowsecurity AND relnamespace = 'public'::regnamespace
                    AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid AND polname = 'operator')
                LOOP EXECUTE format('CREATE POLICY operator ON %I AS RESTRICTIVE TO {SITE}'
                                    ' USING (%s) WITH CHECK (%s)', closed, $w${NOT_AN_OPERATOR}$w$,
                                    $w${NOT_AN_OPERATOR}$w$);
                END LOOP; END $$""",  # noqa: S608 -- our own constants
            params=None,
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """The wall may stay: nobody else meets it."""

    def describe(self):
        return "Hide every closed table from operators"


class Bind(Operation):
    """Make a foreign key added to an isolated table carry its organisation."""

    reduces_to_sql = True
    reversible = False

    def __init__(self, model, field):
        self.model, self.field = model, field

    def deconstruct(self):
        return (self.__class__.__name__, [self.model, self.field], {})

    def state_forwards(self, app_label, state):
        """Security is not part of a model's state."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model)
        field = model._meta.get_field(self.field)
        drop_plain_key(schema_editor, model, field)
        schema_editor.execute(bind_sql(model, field))

    def describe(self):
        return f"Bind {self.model}.{self.field} to its organisation"


class AtOnce(Operation):
    """Changes of tables taken in one step.

    After each operation Django renders again every model that the changed one can reach, here nearly all:
    two thirds of the time of making the schema. These render new tables alone; beside other changes, every
    model once. So each must hold on the models before or after all of them: a field or a constraint of a
    table created here is written in its `CreateModel`, where tables may name each other in any order.
    """

    reversible = True

    def __init__(self, *operations):
        self.operations = operations

    def deconstruct(self):
        return (self.__class__.__name__, list(self.operations), {})

    def state_forwards(self, app_label, state):
        rendered = state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if rendered and all(isinstance(operation, CreateModel) for operation in self.operations):
            rendered.render_multiple([state.models[app_label, one.name_lower] for one in self.operations])
            state.apps = rendered

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return " ; ".join(operation.describe() for operation in self.operations)
