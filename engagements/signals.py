"""What happened in the work, for the packages and apps above. Each is sent inside its transaction."""

from django.dispatch import Signal

posting_closed = Signal()  # posting, actor; closed or taken back: nobody new begins with it
work_approved = Signal()  # milestone
