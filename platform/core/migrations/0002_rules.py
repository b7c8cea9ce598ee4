from django.db import migrations

from core.sql import run_sql_file


class Migration(migrations.Migration):
    # before every other app's tables, so that default privileges hold for them
    dependencies = [("core", "0001_initial")]

    operations = [
        run_sql_file(__file__, "viewer.sql"),
        run_sql_file(__file__, "append_only.sql"),
    ]
