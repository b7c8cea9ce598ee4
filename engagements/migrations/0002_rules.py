from django.db import migrations

from core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("engagements", "0001_initial"),
        ("consultants", "0002_rules"),
        ("core", "0002_rules"),
    ]

    operations = [
        run_sql_file(__file__, "frozen.sql"),
        run_sql_file(__file__, "checked_to_post.sql"),
        run_sql_file(__file__, "board.sql"),
        run_sql_file(__file__, "feedback.sql"),
        run_sql_file(__file__, "named.sql"),
    ]
