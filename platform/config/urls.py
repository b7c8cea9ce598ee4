"""Every address, by the app that answers it."""

from django.urls import include, path

urlpatterns = [
    path("", include("home.urls")),
    path("", include("accounts.urls")),
    path("", include("organizations.urls")),
    path("", include("consultants.urls")),
    path("", include("engagements.urls")),
    path("", include("payments.urls")),
    path("", include("desk.urls")),
]
