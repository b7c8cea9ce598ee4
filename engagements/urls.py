"""The addresses of the work, by subject."""

from django.urls import include, path

urlpatterns = [
    path("", include("engagements.postings.urls")),
    path("", include("engagements.joining.urls")),
    path("", include("engagements.negotiation.urls")),
    path("", include("engagements.contracts.urls")),
    path("", include("engagements.delivery.urls")),
]
