"""The addresses for telling the desk something."""

from django.urls import path

from organizations.concerns import views

urlpatterns = [
    path("o/<str:code>/concern/", views.report, name="concern_report"),
    path("concerns/", views.list_own, name="concerns"),
    path("concerns/<str:code>/", views.show, name="concern"),
]
