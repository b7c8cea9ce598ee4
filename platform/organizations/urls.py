"""The addresses of organizations, by subject."""

from django.urls import include, path

urlpatterns = [
    path("", include("organizations.registration.urls")),
    path("", include("organizations.public_page.urls")),
    path("", include("organizations.verification.urls")),
    path("", include("organizations.concerns.urls")),
    path("", include("organizations.team.urls")),
    path("", include("organizations.lessons.urls")),
    path("", include("organizations.self_assessment.urls")),
]
