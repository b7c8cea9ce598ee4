"""The addresses of an organization's own pages and of its public one."""

from django.urls import include, path

from organizations import views

urlpatterns = [
    path("join/organization/", views.register, name="join_organization"),
    path("o/<str:code>/", views.show_organization, name="organization"),
    path("", include("organizations.checks.urls")),
    path("", include("organizations.concerns.urls")),
    path("", include("organizations.team.urls")),
    path("", include("organizations.lessons.urls")),
    path("", include("organizations.self_check.urls")),
]
