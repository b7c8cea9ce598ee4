"""The addresses of a stage."""

from django.urls import path

from engagements.delivery import views

urlpatterns = [
    path("jobs/<slug:code>/stages/<int:number>/", views.stage, name="stage"),
    path(
        "jobs/<slug:code>/stages/<int:number>/approve/", views.stage_approve, name="stage_approve"
    ),
    path("jobs/<slug:code>/stages/<int:number>/file/", views.hand_in_file, name="hand_in_file"),
]
