"""Every setting that comes from the environment, in one table. The documentation is rendered from it."""

import base64
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import environ


@dataclass(frozen=True)
class Setting:
    """One environment variable: its type, its value when unset, and what it is for."""

    name: str
    type: type
    default: Any
    meaning: str
    required: bool = False  # in production


TABLE = (
    Setting("DEBUG", bool, True, "Development mode. Set to `false` on a server."),
    Setting(
        "SECRET_KEY", str, "", "Signs sessions and forms: 50 random characters.", required=True
    ),
    Setting(
        "DATA_KEY",
        str,
        "",
        "Wraps the keys of sealed columns: 32 random bytes in base64.",
        required=True,
    ),
    Setting(
        "DATA_KEYS_BEFORE",
        list,
        [],
        "Earlier values of `DATA_KEY`, separated by commas, until `manage.py rotate_data_key` is through.",
    ),
    Setting(
        "PEOPLE_CODE_KEY",
        str,
        "",
        "Makes the codes of people in addresses: 16 or 32 random bytes in base64.",
        required=True,
    ),
    Setting(
        "BASE_URL",
        str,
        "",
        "Where people reach the site, like `https://example.org`.",
        required=True,
    ),
    Setting(
        "ALLOWED_HOSTS",
        list,
        [],
        "Host names, separated by commas. Default: the host of `BASE_URL`.",
    ),
    Setting(
        "DATABASE_URL",
        str,
        "",
        "PostgreSQL, as the web role when `DATABASE_OWNER_URL` is set too, else as its owner. Unset: the embedded server.",
        required=True,
    ),
    Setting(
        "DATABASE_OWNER_URL",
        str,
        "",
        "PostgreSQL as the owner of the tables, for migrations.",
        required=True,
    ),
    Setting(
        "DATABASE_ROLE", str, "web", "`owner` for commands that change tables; set by `manage.py`."
    ),
    Setting("CELERY_BROKER_URL", str, "", "Redis. Unset: files in the data folder.", required=True),
    Setting("CACHE_URL", str, "", "Redis. Unset: a database table."),
    Setting(
        "STRIPE_SECRET_KEY", str, "", "Unset: the key of the practice provider.", required=True
    ),
    Setting(
        "STRIPE_API_BASE",
        str,
        "",
        "Another address for the provider: the practice provider or a stand-in.",
    ),
    Setting(
        "STRIPE_WEBHOOK_SECRET",
        list,
        [],
        "Secrets of the webhook endpoints, separated by commas; two while one is rolled.",
        required=True,
    ),
    Setting(
        "PAYMENT_COST_BASIS_POINTS",
        int,
        290,
        "The provider's share of a payment, in hundredths of a percent; the organization pays it on top.",
    ),
    Setting(
        "PAYMENT_COST_FIXED", int, 30, "The provider's fixed cost of a payment, in minor units."
    ),
    Setting(
        "PAY_FLOOR_HOURLY",
        int,
        5000,
        "The lowest pay for an hour that a posting may offer, in minor units.",
    ),
    Setting(
        "PROFILE_VIEWS_A_DAY",
        int,
        60,
        "How many different people's pages the members of one organization may open in a day.",
    ),
    Setting(
        "INVITATIONS_PER_DAY",
        int,
        20,
        "How many invitations one organization may send within 24 hours.",
    ),
    Setting(
        "DATA_DIR",
        str,
        "",
        "Files: uploads, mail of the demo, the embedded server. Default: `.data` in the project.",
    ),
    Setting(
        "EMAIL_URL",
        str,
        "",
        "Like `smtp+tls://user:password@host:587`. Unset: files in the data folder.",
        required=True,
    ),
    Setting(
        "EMAIL_FROM", str, "updates@localhost", "The sender of all mail; choose a neutral one."
    ),
    Setting(
        "TRUSTED_PROXIES",
        int,
        0,
        "How many proxies of your own stand before the site. Limits on tries then count visitors, not the proxy.",
    ),
    Setting(
        "DNS_SERVERS",
        list,
        [],
        "Name servers for the check of organizations, like `9.9.9.9,[::1]:5353`. Default: the machine's own.",
    ),
    Setting("LEAVE_URL", str, "https://www.wikipedia.org/", "Where the exit leads."),
    Setting("SUPPORT_CONTACT", str, "", "A name and a way to reach them, shown on the help page."),
    Setting(
        "OPERATOR",
        str,
        "",
        "Who runs this site, with a postal address; stands in people's receipts of consent.",
    ),
    Setting(
        "JURISDICTION", str, "US", "The country whose law holds and where data lies: two letters."
    ),
    Setting("SOURCE_URL", str, "", "Where this site's source code is; the licence asks for it."),
    Setting("PORT", int, 8000, "The port of `make demo`."),
)


class Misconfigured(SystemExit):
    """Stops the start with one sentence that says what to set."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"Settings: {sentence}")


def read() -> dict[str, Any]:
    """Return every setting's value; stop with a sentence where one can't be read."""
    env = environ.Env()
    values = {}
    for setting in TABLE:
        try:
            values[setting.name] = env.get_value(
                setting.name, cast=setting.type, default=setting.default
            )
        except (ValueError, TypeError):
            raise Misconfigured(
                f"{setting.name} can't be read as {setting.type.__name__}."
            ) from None
    return values


def require_for_production(values: dict[str, Any]) -> None:
    """Stop unless a server's settings are all there and none is a demo's."""
    missing = [s.name for s in TABLE if s.required and not values[s.name]]
    if missing:
        raise Misconfigured(f"DEBUG is off, so set {', '.join(missing)}.")
    _refuse_demo_keys(values)
    if len(values["SECRET_KEY"]) < SHORTEST_SECRET:
        raise Misconfigured(f"SECRET_KEY must have at least {SHORTEST_SECRET} characters.")
    if not values["BASE_URL"].startswith("https://"):
        raise Misconfigured("BASE_URL must begin with https:// when DEBUG is off.")
    if values["DATABASE_URL"] == values["DATABASE_OWNER_URL"]:
        raise Misconfigured(
            "DATABASE_URL must be another login than DATABASE_OWNER_URL: it may own nothing."
        )


def _refuse_demo_keys(values: dict[str, Any]) -> None:
    for name in ("SECRET_KEY", "DATA_KEY", "PEOPLE_CODE_KEY"):
        if values[name].startswith(DEMO_PREFIX) or values[name] in DEMO_KEYS.values():
            raise Misconfigured(f"{name} is a demo key. Make one of your own.")
    if values["STRIPE_SECRET_KEY"] == DEMO_STRIPE_KEY:
        raise Misconfigured("STRIPE_SECRET_KEY is the practice provider's. Set your own.")
    if DEMO_WEBHOOK_SECRET in values["STRIPE_WEBHOOK_SECRET"]:
        raise Misconfigured("STRIPE_WEBHOOK_SECRET is the practice provider's. Set your own.")


def require_consistent(values: dict[str, Any]) -> None:
    """Stop where a setting can't be used, or two contradict each other, in every mode."""
    _require_keys(values)
    _require_addresses(values)
    live = values["STRIPE_SECRET_KEY"].startswith(("sk_live_", "rk_live_"))
    if live and (values["DEBUG"] or values["STRIPE_API_BASE"]):
        raise Misconfigured("a live STRIPE_SECRET_KEY needs DEBUG off and no STRIPE_API_BASE.")
    if values["DATABASE_OWNER_URL"] and not values["DATABASE_URL"]:
        raise Misconfigured("DATABASE_OWNER_URL is set, so set DATABASE_URL (the web role) too.")
    if values["DATABASE_ROLE"] not in ("web", "owner"):
        raise Misconfigured("DATABASE_ROLE is `web` or `owner`.")
    if not 0 < values["PORT"] <= HIGHEST_PORT:
        raise Misconfigured(f"PORT is a number from 1 to {HIGHEST_PORT}.")
    if values["PROFILE_VIEWS_A_DAY"] <= 0:
        raise Misconfigured("PROFILE_VIEWS_A_DAY is more than 0.")
    if values["PAY_FLOOR_HOURLY"] <= 0:
        raise Misconfigured("PAY_FLOOR_HOURLY is more than 0: unpaid work has no place here.")


def _require_keys(values: dict[str, Any]) -> None:
    _require_key("DATA_KEY", values["DATA_KEY"], (32,))
    _require_key("PEOPLE_CODE_KEY", values["PEOPLE_CODE_KEY"], (16, 32))
    for earlier in values["DATA_KEYS_BEFORE"]:
        _require_key("Each of DATA_KEYS_BEFORE", earlier, (32,))


def _require_key(name: str, value: str, lengths: tuple[int, ...]) -> None:
    try:
        length = len(base64.b64decode(value, validate=True))
    except ValueError:
        length = -1
    if value and length not in lengths:
        wanted = " or ".join(str(number) for number in lengths)
        raise Misconfigured(f"{name} must be {wanted} random bytes in base64.")


def _require_addresses(values: dict[str, Any]) -> None:
    for name, schemes in SCHEMES.items():
        value = values[name]
        if value and urlsplit(value).scheme not in schemes:
            raise Misconfigured(
                f"{name} must begin with {' or '.join(f'{s}://' for s in schemes)}."
            )
    if urlsplit(values["BASE_URL"]).path not in ("", "/"):
        raise Misconfigured("BASE_URL has no path: only https:// and the host.")


SHORTEST_SECRET = 50
HIGHEST_PORT = 65_535
SCHEMES = {
    "BASE_URL": ("https", "http"),
    "CACHE_URL": ("redis", "rediss"),
    "CELERY_BROKER_URL": ("redis", "rediss", "memory", "filesystem"),
    "DATABASE_OWNER_URL": ("postgres", "postgresql"),
    "DATABASE_URL": ("postgres", "postgresql"),
    "LEAVE_URL": ("https",),
    "STRIPE_API_BASE": ("http", "https"),
}

# Known to everybody, so refused wherever DEBUG is off.
DEMO_PREFIX = "demo-"
DEMO_STRIPE_KEY = "sk_test_practice"
DEMO_KEYS = {
    "SECRET_KEY": "demo-key-for-a-machine-of-your-own-only-0123456789abcdef",
    "DATA_KEY": "ZGVtby1kYXRhLWtleS1vZi0zMi1ieXRlcy0wMTIzNDU=",
    "PEOPLE_CODE_KEY": "ZGVtby1jb2RlLWtleS1vZi0zMi1ieXRlcy0wMTIzNDU=",
    "STRIPE_SECRET_KEY": DEMO_STRIPE_KEY,
}
DEMO_WEBHOOK_SECRET = "whsec_practice"  # noqa: S105 - no secret: everybody knows it


def rendered_table() -> str:
    """Return the table of settings for `docs/operations.md`."""
    rows = [
        f"| `{s.name}` | {_kind(s)} | {_default(s)} | {'yes' if s.required else ''} | {s.meaning} |"
        for s in TABLE
    ]
    return "\n".join(
        ["| name | type | default | needed on a server | meaning |", "|---|---|---|---|---|", *rows]
    )


def _kind(setting: Setting) -> str:
    return {bool: "true or false", int: "number", list: "list", str: "text"}[setting.type]


def _default(setting: Setting) -> str:
    if setting.default in ("", []):
        return ""
    return f"`{str(setting.default).lower() if setting.type is bool else setting.default}`"
