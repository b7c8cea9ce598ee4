"""The addresses of previews, and of the page for anyone."""

from django.urls import path

from consultants.previews import public_page, views

urlpatterns = [
    path("sharing/see-as/", views.see_as, name="see_as"),
    path("c/<str:code>/", public_page.public_page, name="public_page"),
    path("c/<str:code>/photo/", public_page.public_photo, name="public_photo"),
]
