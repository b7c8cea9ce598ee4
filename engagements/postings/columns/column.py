"""How the pages of a posting's form are described, and its columns with them.

A new column is a field of the model with its constraint, and one `Column` in the page that asks it, whose
`says` puts it into words. The form, copies, the language check and the field registry follow from that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import form_fields as ask
from core.facts import Fact
from core.form_fields import Words
from engagements.models import Posting
from security.registry import Reach

UNANSWERED = _("Answer this, or choose no above.")


@dataclass(frozen=True)
class Question:
    """What a page asks. Yes to a yes-or-no question needs its `details`, no needs them empty."""

    name: str
    field: forms.Field
    details: tuple[str, ...] = ()
    missing: Words = UNANSWERED


@dataclass(frozen=True)
class Column(Question):
    """A question whose answer is a column of the posting."""

    called: Words = ""  # free text has a name, under which the language check looks at it
    is_gap_at_zero: bool = False  # 0 is shown empty: nobody has answered yet
    reach: Reach = Reach.PUBLIC

    def __post_init__(self) -> None:
        Posting._meta.get_field(self.name)  # a column that isn't there stops the start


@dataclass(frozen=True)
class Step:
    """One page. A usual one holds safe answers already, so a draft can be sent in before it was asked."""

    slug: str
    title: Words
    questions: tuple[Question, ...]
    says: Callable[[Posting], list[Fact]]
    is_usual: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(one.name for one in self.questions if isinstance(one, Column))


def limit_of(name: str) -> int:
    """Return how long a text may be."""
    limit = Posting._meta.get_field(name).max_length  # type: ignore[union-attr]
    assert limit is not None, name
    return limit


def text(
    name: str,
    label: Words,
    *,
    asked: Callable[..., forms.CharField] = ask.area,
    called: Words = "",
    **options: Any,
) -> Column:
    """Describe free text that consultants read: as long as its column, and looked at for its wording."""
    return Column(name, asked(label, limit_of(name), **options), called=called or label)
