"""The addresses of the board and of what a consultant keeps beside it."""

from django.urls import path

from engagements.board import views

urlpatterns = [
    path("projects/", views.board, name="projects"),
    path("projects/saved/", views.saved, name="saved_projects"),
    path("projects/saved/search/", views.search_keep, name="search_keep"),
    path("projects/saved/<slug:code>/delete/", views.search_delete, name="search_delete"),
    path("projects/usual-terms/", views.usual_terms, name="usual_terms"),
    path("projects/<slug:code>/keep/", views.project_keep, name="project_keep"),
    path("projects/<slug:code>/forget/", views.project_forget, name="project_forget"),
]
