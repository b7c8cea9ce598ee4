"""The addresses of an organization's own pages and of its public one."""

from django.urls import path

from organizations import views

urlpatterns = [
    path("join/organization/", views.register, name="join_organization"),
    path("org/check/", views.show_check, name="org_check"),
    path("org/team/", views.show_team, name="team"),
    path("o/<str:code>/", views.show_organization, name="organization"),
]
