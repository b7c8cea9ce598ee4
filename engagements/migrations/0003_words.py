from typing import Any

from django.db import migrations

from engagements.language_check.seed import first_entries


def add_first_list(apps: Any, _schema_editor: Any) -> None:
    """Start the list of the language check; from here on administrators keep it."""
    entry = apps.get_model("engagements", "WordEntry")
    entry.objects.bulk_create(entry(**columns) for columns in first_entries())


class Migration(migrations.Migration):
    dependencies = [("engagements", "0002_rules")]

    operations = [migrations.RunPython(add_first_list, migrations.RunPython.noop)]
