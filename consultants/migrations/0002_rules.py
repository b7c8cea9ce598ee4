from django.db import migrations

from core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("consultants", "0001_initial"),
        ("organizations", "0001_initial"),
        ("core", "0002_rules"),
    ]

    operations = [
        run_sql_file(__file__, "rule.sql"),
        run_sql_file(__file__, "search_columns.sql"),
        run_sql_file(__file__, "standing.sql"),
        run_sql_file(__file__, "wall.sql"),
        run_sql_file(__file__, "seen.sql"),
        run_sql_file(__file__, "search.sql"),
        run_sql_file(__file__, "blocks.sql"),
        run_sql_file(__file__, "assigned.sql"),
        run_sql_file(__file__, "looks.sql"),
        run_sql_file(__file__, "cases.sql"),
        run_sql_file(__file__, "requests.sql"),
        run_sql_file(__file__, "takedowns.sql"),
        run_sql_file(__file__, "consent_log.sql"),
    ]
