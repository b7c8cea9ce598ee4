"""The addresses of the pages that many subjects share: the work, and the projects."""

from django.urls import path

from engagements.overview import project_views, views

urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<slug:code>/", views.work, name="work"),
    path("projects/<slug:code>/", project_views.project, name="project"),
    path("org/projects/", project_views.org_projects, name="org_projects"),
    path("org/projects/<slug:code>/", project_views.org_project, name="org_project"),
]
