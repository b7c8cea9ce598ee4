"""The addresses of the people whom an organization sees."""

from django.urls import path

from consultants.people import views

urlpatterns = [
    path("org/people/", views.people, name="people"),
    path("org/people/<str:code>/", views.person_page, name="person"),
    path("org/people/<str:code>/photo/", views.person_photo, name="person_photo"),
]
