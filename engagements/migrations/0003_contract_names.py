from django.db import migrations, models

from core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("engagements", "0002_rules")]

    operations = [
        migrations.AddField(
            "contract", "consultant_name", models.CharField(max_length=120, default="")
        ),
        migrations.AddField(
            "contract", "organization_name", models.CharField(max_length=120, default="")
        ),
        run_sql_file(__file__, "contract_names.sql"),
    ]
