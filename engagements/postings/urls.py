"""The addresses of projects."""

from django.urls import path

from engagements.postings import views, writing

urlpatterns = [
    path("projects/<slug:code>/", views.project, name="project"),
    path("org/projects/", views.org_projects, name="org_projects"),
    path("org/projects/new/", writing.new, name="org_project_new"),
    path("org/projects/<slug:code>/", views.org_project, name="org_project"),
    path("org/projects/<slug:code>/write/<slug:slug>/", writing.step, name="org_project_step"),
    path("org/projects/<slug:code>/words/", writing.words, name="org_project_words"),
    path("org/projects/<slug:code>/words/use/", writing.use_words, name="org_project_words_use"),
    path("org/projects/<slug:code>/copy/", writing.copy, name="org_project_copy"),
    path("org/projects/<slug:code>/template/", writing.template, name="org_project_template"),
    path("org/projects/<slug:code>/publish/", writing.publish, name="org_project_publish"),
    path("org/projects/<slug:code>/take-back/", writing.take_back, name="org_project_take_back"),
    path("org/projects/<slug:code>/close/", views.org_project_close, name="org_project_close"),
    path("org/projects/<slug:code>/withdraw/", writing.withdraw, name="org_project_withdraw"),
]
