"""The addresses of the lessons."""

from django.urls import path

from organizations.lessons import views

urlpatterns = [
    path("org/lessons/", views.show_lessons, name="lessons"),
    path("org/lessons/<slug:slug>/", views.show_lesson, name="lesson"),
]
