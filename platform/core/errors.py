"""What a service may say no with. The middleware turns each into a page; views never catch them."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class Refused(Exception):  # noqa: N818 - reads as a statement where it is raised
    """The step can't be taken now; the message is a sentence for the person who tried."""

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


class WrongState(Refused):
    """Somebody moved on before this step; nothing was changed."""

    def __init__(self, message: Any = None) -> None:
        super().__init__(
            message
            or _(
                "This step can't be taken now. It may be done already. Go back to see where it is."
            )
        )


class NotAllowed(Exception):  # noqa: N818 - reads as a statement where it is raised
    """This person may not do it; answered exactly like a missing page."""


class EnoughToday(Exception):  # noqa: N818 - reads as a statement where it is raised
    """This may be done so many times a day; answered with a calm page that tells nothing else."""
