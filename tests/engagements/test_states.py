"""The tables of moves of the work allow what the design says, and nothing else."""

from django.apps import apps

from core.states import Actor, Moving, may_move

# written from the design, not from the tables
ALLOWED = {
    ("draft", "open", "organization"),
    ("draft", "withdrawn", "organization"),
    ("draft", "in_review", "organization"),
    ("in_review", "open", "administrator"),
    ("in_review", "draft", "administrator"),
    ("in_review", "draft", "organization"),
    ("in_review", "withdrawn", "organization"),
    ("open", "closed", "organization"),
    ("open", "withdrawn", "organization"),
    ("sent", "withdrawn", "consultant"),
    ("sent", "answered", "organization"),
    ("sent", "accepted", "consultant"),
    ("sent", "declined", "consultant"),
    ("sent", "withdrawn", "organization"),
    ("sent", "expired", "timer"),
    ("declined", "withdrawn", "organization"),
    ("talking", "working", "consultant"),
    ("talking", "working", "organization"),
    ("talking", "ended", "consultant"),
    ("talking", "ended", "organization"),
    ("working", "done", "organization"),
    ("working", "done", "timer"),
    ("open", "accepted", "consultant"),
    ("open", "accepted", "organization"),
    ("open", "declined", "consultant"),
    ("open", "declined", "organization"),
    ("open", "replaced", "consultant"),
    ("open", "replaced", "organization"),
    ("open", "expired", "timer"),
    ("waiting", "active", "consultant"),
    ("waiting", "active", "organization"),
    ("waiting", "declined", "consultant"),
    ("waiting", "declined", "organization"),
    ("active", "completed", "organization"),
    ("active", "completed", "timer"),
    ("planned", "ready", "provider"),
    ("ready", "handed_in", "consultant"),
    ("handed_in", "approved", "organization"),
    ("handed_in", "approved", "timer"),
}


def test_the_tables_allow_exactly_what_the_design_says() -> None:
    found = set()
    for model in apps.get_app_config("engagements").get_models():
        if issubclass(model, Moving):
            states = [value for value, _label in model._meta.get_field("state").flatchoices]  # type: ignore[union-attr]
            found |= {
                (before, after, str(by))
                for before in states
                for after in states
                for by in Actor
                if may_move(model(state=before), after, by=by)
            }
    assert found == ALLOWED


def test_an_administrator_only_looks_at_projects_and_moves_no_work() -> None:
    by_the_desk = {one[:2] for one in ALLOWED if one[2] == Actor.ADMINISTRATOR}
    assert by_the_desk == {("in_review", "open"), ("in_review", "draft")}
