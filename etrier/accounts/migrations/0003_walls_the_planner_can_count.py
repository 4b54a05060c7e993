"""The walls of tables made before, written so that the planner knows how many rows pass (`migration.absent`)."""

from django.db import migrations

REWORD = """
DO $$
DECLARE wall record; name text; former text; better text; found text; checked text;
BEGIN
    FOR wall IN SELECT * FROM pg_policies WHERE schemaname = 'public' AND permissive = 'RESTRICTIVE' LOOP
        found := wall.qual;
        checked := wall.with_check;
        FOREACH name IN ARRAY ARRAY['partner', 'operator'] LOOP
            former := format(
                '((NULLIF(current_setting(%L::text, true), ''''::text))::bigint IS NULL)', 'etrier.' || name
            );
            better := format(
                '(coalesce(nullif(current_setting(%1$L, true), ''''), ''-'')'
                || ' IS DISTINCT FROM nullif(current_setting(%1$L, true), ''''))', 'etrier.' || name
            );
            found := replace(found, former, better);
            checked := replace(checked, former, better);
        END LOOP;
        IF found IS DISTINCT FROM wall.qual OR checked IS DISTINCT FROM wall.with_check THEN
            EXECUTE format('ALTER POLICY %I ON %I', wall.policyname, wall.tablename)
                || CASE WHEN found IS NULL THEN '' ELSE format(' USING (%s)', found) END
                || CASE WHEN checked IS NULL THEN '' ELSE format(' WITH CHECK (%s)', checked) END;
        END IF;
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    """On a database made since, there is nothing to reword."""

    dependencies = [("accounts", "0002_operators_and_banks")]

    operations = [migrations.RunSQL(REWORD, migrations.RunSQL.noop)]
