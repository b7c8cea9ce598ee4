"""The addresses of who works on one piece of work."""

from django.urls import path

from engagements.team import views

urlpatterns = [
    path("jobs/<str:code>/team/", views.show_work_team, name="work_team"),
    path("jobs/<str:code>/team/<str:member_code>/", views.choose_part, name="work_team_part"),
]
