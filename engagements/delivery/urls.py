"""Addresses of the work."""

from django.urls import path

from engagements.delivery import views

urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<slug:code>/", views.work, name="work"),
    path("jobs/<slug:code>/stages/<int:number>/", views.stage, name="stage"),
    path(
        "jobs/<slug:code>/stages/<int:number>/approve/", views.stage_approve, name="stage_approve"
    ),
    path("jobs/<slug:code>/stages/<int:number>/file/", views.hand_in_file, name="hand_in_file"),
]
