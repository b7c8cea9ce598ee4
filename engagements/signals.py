"""What happened in the work, for the apps above (payments)."""

from django.dispatch import Signal

work_approved = Signal()  # milestone; sent inside the transaction that approves
