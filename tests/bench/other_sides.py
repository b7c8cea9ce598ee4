"""What search is measured against: tables of what one viewer may see, and django-guardian."""

from tests.bench.database import ask, step
from tests.bench.guardian_side.models import (
    SEARCHED,
    Person,
    PersonGroupPermission,
    PersonUserPermission,
)
from tests.bench.loading import laid_aside
from tests.bench.world import FEW_ORGANIZATION, ITEMS, MANY_ORGANIZATION, UNCHECKED_ORGANIZATION

# who looks: a member (with the same number) of this organization
VIEWERS = {
    "anyone": UNCHECKED_ORGANIZATION,
    "few": FEW_ORGANIZATION,
    "many": MANY_ORGANIZATION,
}
TEXTS = ("introduction", "past_work", "statement")


def identity(viewer: str) -> str:
    """Return the identity that the pages would set for this viewer."""
    return f"user:{VIEWERS[viewer]}+org:{VIEWERS[viewer]}"


def build_floors() -> None:
    """For each viewer, a table of what it may see and nothing else, with the same indexes."""
    for viewer in VIEWERS:
        with step(f"what “{viewer}” may see, as a table"):
            build_floor(viewer, f"floor_{viewer}")


def build_floor(viewer: str, table: str) -> None:
    """Materialise the view of the cards for one viewer."""
    ask("SELECT set_config('app.viewer', %s, false)", identity(viewer))
    words = " || ' ' || ".join(f"coalesce(seen.{name}, '')" for name in TEXTS)
    ask(
        f"CREATE TABLE {table} AS SELECT seen.*, p.order_key,"
        f" strip(to_tsvector('simple', {words})) AS words"
        " FROM profile_seen seen JOIN consultants_profile p USING (consultant_id)"
    )
    ask("SELECT set_config('app.viewer', '', false)")
    ask("SET maintenance_work_mem = '512MB'")
    ask(f"ALTER TABLE {table} ADD PRIMARY KEY (consultant_id)")
    ask(f"CREATE INDEX ON {table} (order_key)")
    ask(f"CREATE INDEX ON {table} (rate, order_key) WHERE rate IS NOT NULL")
    for column in ("expertise", "languages", "words"):
        ask(f"CREATE INDEX ON {table} USING gin ({column}) WITH (fastupdate = off)")
    ask(f"GRANT SELECT ON {table} TO equal_web")


def build_guardian() -> None:
    """Say the same with django-guardian: groups for anyone, checked ones and each organization."""
    from django.apps import apps
    from django.contrib.auth.management import create_permissions
    from django.db import connection

    with step("the same people for django-guardian"):
        with connection.schema_editor() as editor:
            for model in (Person, PersonUserPermission, PersonGroupPermission):
                editor.create_model(model)
        create_permissions(apps.get_app_config("guardian_side"), verbosity=0)
        copy_people()
    with step("its permissions, one row an item"):
        make_groups()
        with laid_aside("guardian_side_persongrouppermission"):
            grant_all()


def copy_people() -> None:
    """Copy those who can be found at all: that much is given to it for nothing."""
    columns = "order_key, expertise, languages, rate, introduction_words, past_work_words, statement_words"
    with laid_aside("guardian_side_person"):
        ask(
            f"INSERT INTO guardian_side_person (id, {columns})"
            f" SELECT consultant_id, {columns} FROM consultants_profile WHERE listed"
        )


def make_groups() -> None:
    """Group 1 is anyone, group 2 the checked ones; an organization's group has its number plus ten."""
    ask("INSERT INTO auth_group (id, name) VALUES (1, 'anyone'), (2, 'checked')")
    ask(
        "INSERT INTO auth_group (id, name) SELECT id + 10, 'o' || id FROM organizations_organization"
    )
    ask(
        "INSERT INTO accounts_user_groups (user_id, group_id) SELECT user_id, 1 FROM organizations_membership"
    )
    ask(
        "INSERT INTO accounts_user_groups (user_id, group_id)"
        " SELECT user_id, 2 FROM organizations_membership WHERE organization_id <> %s",
        UNCHECKED_ORGANIZATION,
    )
    ask(
        "INSERT INTO accounts_user_groups (user_id, group_id)"
        " SELECT user_id, organization_id + 10 FROM organizations_membership WHERE organization_id <> %s",
        UNCHECKED_ORGANIZATION,
    )


def grant_all() -> None:
    """Write a row for each item and group, as of now: it has no rule, no ends and no blocks."""
    rows = "INSERT INTO guardian_side_persongrouppermission (content_object_id, permission_id, group_id)"
    for item in SEARCHED:
        permission = ask("SELECT id FROM auth_permission WHERE codename = %s", f"see_{item}")[0][0]
        bit, level = 1 << ITEMS.index(item), f"p.{item}_audience"
        for group, least in ((1, 5), (2, 4)):
            ask(
                f"{rows} SELECT consultant_id, {permission}, {group} FROM consultants_profile p"
                f" WHERE p.listed AND {level} >= {least}"
            )
        ask(
            f"{rows} SELECT consultant_id, {permission}, organization_id + 10 FROM ("
            " SELECT g.consultant_id, g.organization_id FROM consultants_consent g"
            f" WHERE g.items & {bit} <> 0 AND g.stopped_at IS NULL AND g.valid_until > now()"
            " UNION SELECT s.consultant_id, s.organization_id FROM consultants_standing s"
            f" JOIN consultants_profile p USING (consultant_id) WHERE s.tie IS NOT NULL AND {level} >= s.tie"
            f") open JOIN consultants_profile p USING (consultant_id) WHERE p.listed AND {level} >= 1"
        )
