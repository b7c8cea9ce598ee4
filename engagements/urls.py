"""The addresses of the work, by subject."""

from django.urls import include, path

urlpatterns = [
    path("", include("engagements.board.urls")),
    path("", include("engagements.postings.urls")),
    path("", include("engagements.invitations.urls")),
    path("", include("engagements.overview.urls")),  # after the addresses that would fit its codes
    path("", include("engagements.negotiation.urls")),
    path("", include("engagements.contracts.urls")),
    path("", include("engagements.delivery.urls")),
    path("", include("engagements.feedback.urls")),
    path("", include("engagements.team.urls")),
]
