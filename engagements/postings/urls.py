"""The addresses of projects."""

from django.urls import path

from engagements.postings import views

urlpatterns = [
    path("projects/<slug:code>/", views.project, name="project"),
    path("org/projects/", views.org_projects, name="org_projects"),
    path("org/projects/new/", views.org_project_new, name="org_project_new"),
    path("org/projects/<slug:code>/", views.org_project, name="org_project"),
    path("org/projects/<slug:code>/change/", views.org_project_change, name="org_project_change"),
    path(
        "org/projects/<slug:code>/publish/", views.org_project_publish, name="org_project_publish"
    ),
    path("org/projects/<slug:code>/close/", views.org_project_close, name="org_project_close"),
    path(
        "org/projects/<slug:code>/withdraw/",
        views.org_project_withdraw,
        name="org_project_withdraw",
    ),
]
