"""The addresses of a team."""

from django.urls import path

from organizations.team import joining, views

urlpatterns = [
    path("org/team/", views.show_team, name="team"),
    path("org/team/add/", views.add_person, name="team_add"),
    path("org/team/history/", views.show_history, name="team_history"),
    path("org/team/asked/<str:code>/back/", views.take_back, name="team_take_back"),
    path("org/team/<str:code>/", views.show_member, name="team_member"),
    path("org/team/<str:code>/remove/", views.remove, name="team_remove"),
    path("join/team/<str:code>/", joining.join_team, name="join_team"),
]
