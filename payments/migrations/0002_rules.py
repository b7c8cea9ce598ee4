from django.db import migrations

from core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0001_initial"),
        ("engagements", "0002_rules"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        run_sql_file(__file__, "ledger.sql"),
        run_sql_file(__file__, "money_in_first.sql"),
        run_sql_file(__file__, "paid.sql"),
    ]
