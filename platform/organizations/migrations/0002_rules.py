from django.db import migrations

from core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0001_initial"),
        ("accounts", "0001_initial"),
        ("core", "0002_rules"),
    ]

    operations = [
        run_sql_file(__file__, "verification.sql"),
        run_sql_file(__file__, "concerns.sql"),
        run_sql_file(__file__, "team.sql"),
        run_sql_file(__file__, "self_assessment.sql"),
    ]
