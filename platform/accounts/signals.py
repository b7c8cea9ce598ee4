"""What happened to an account, for the apps above."""

from django.dispatch import Signal

consultant_joined = Signal()  # user: the new account; sent inside its transaction
