"""The addresses of writing and publishing a project."""

from django.urls import path

from engagements.postings import draft_views, views

urlpatterns = [
    path("org/projects/new/", draft_views.new, name="org_project_new"),
    path("org/projects/<slug:code>/write/<slug:slug>/", draft_views.step, name="org_project_step"),
    path("org/projects/<slug:code>/words/", draft_views.words, name="org_project_words"),
    path(
        "org/projects/<slug:code>/words/use/", draft_views.use_words, name="org_project_words_use"
    ),
    path("org/projects/<slug:code>/copy/", views.copy, name="org_project_copy"),
    path("org/projects/<slug:code>/template/", views.template, name="org_project_template"),
    path("org/projects/<slug:code>/publish/", views.publish, name="org_project_publish"),
    path("org/projects/<slug:code>/take-back/", views.take_back, name="org_project_take_back"),
    path("org/projects/<slug:code>/close/", views.close, name="org_project_close"),
    path("org/projects/<slug:code>/withdraw/", views.withdraw, name="org_project_withdraw"),
    path("jobs/<slug:code>/again/", views.book_again, name="book_again"),
]
