"""Everything that a database holds beside rows, by name: what two databases are compared by."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

# Packages' tables are as their own migrations made them; a command of Django's makes the table `cache`.
PACKAGES = "|".join(
    config.label
    for config in apps.get_app_configs()
    if Path(config.path).parent not in (settings.ROOT, settings.ROOT / "platform")
)
OURS = f"n.nspname = 'public' AND c.relname !~ '^(cache$|django_|({PACKAGES})_)'"

# What each kind of object is called, and all that is said of it.
QUERIES = {
    "function": """
        SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid) FROM pg_proc p
         WHERE p.pronamespace = 'public'::regnamespace""",
    "type": """
        SELECT t.typname, (SELECT array_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum)::text
                             FROM pg_attribute a WHERE a.attrelid = t.typrelid AND NOT a.attisdropped)
          FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
         WHERE t.typnamespace = 'public'::regnamespace AND t.typelem = 0 AND coalesce(c.relkind, 'c') = 'c'""",
    "view": f"""
        SELECT c.relname, pg_get_viewdef(c.oid) || coalesce(c.reloptions::text, '')
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS} AND c.relkind IN ('v', 'm')""",
    "column": f"""
        SELECT c.relname || '.' || a.attname,
               concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attstorage::text,
                         a.attgenerated::text, a.attidentity::text, pg_get_expr(d.adbin, d.adrelid))
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
          LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
         WHERE {OURS} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped""",
    "index": f"""
        SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
          JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS}""",
    "constraint": f"""
        SELECT c.relname || '.' || k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k
          JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE {OURS} AND k.contype <> 't'""",
    "trigger": f"""
        SELECT c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text FROM pg_trigger t
          JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE {OURS} AND NOT t.tgisinternal""",
    "policy": """
        SELECT tablename || '.' || policyname, concat_ws(' | ', permissive, roles, cmd, qual, with_check)
          FROM pg_policies WHERE schemaname = 'public'""",
    "row security": f"""
        SELECT c.relname, concat_ws(' ', c.relrowsecurity, c.relforcerowsecurity)
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS} AND c.relkind = 'r'""",
    "rights": f"""
        SELECT concat_ws(' ', held.kind, held.name, held.of), array_agg(
                 held.privilege || ' ' || held.grantee::regrole ORDER BY held.privilege, held.grantee::regrole::text)::text
          FROM (SELECT c.relkind::text AS kind, c.relname::text AS name, NULL AS of, r.privilege_type AS privilege, r.grantee
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 CROSS JOIN aclexplode(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) r
                 WHERE {OURS} AND c.relkind IN ('r', 'v', 'm', 'S')
                 UNION ALL
                SELECT 'column', c.relname, a.attname, r.privilege_type, r.grantee
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
                 CROSS JOIN aclexplode(a.attacl) r WHERE {OURS}
                 UNION ALL
                SELECT 'function', p.oid::regprocedure::text, NULL, r.privilege_type, r.grantee
                  FROM pg_proc p CROSS JOIN aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) r
                 WHERE p.pronamespace = 'public'::regnamespace
                 UNION ALL
                SELECT 'schema', n.nspname, NULL, r.privilege_type, r.grantee
                  FROM pg_namespace n CROSS JOIN aclexplode(n.nspacl) r WHERE n.nspname = 'public'
                 UNION ALL
                SELECT 'default', d.defaclobjtype::text, NULL, r.privilege_type, r.grantee
                  FROM pg_default_acl d CROSS JOIN aclexplode(d.defaclacl) r) held
         GROUP BY held.kind, held.name, held.of""",
}  # fmt: skip


def objects_of(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return all objects of a database: their kind and name, and their text."""
    found: dict[str, str] = {}
    with connection.cursor() as cursor:
        for kind, query in QUERIES.items():
            cursor.execute(query)
            found |= {f"{kind} {name}": text for name, text in cursor.fetchall()}
    return found


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Name the objects that are not the same in two databases."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
