"""The addresses of previews, looks and blocks, and of the page for anyone."""

from django.urls import path

from consultants.looking import views

urlpatterns = [
    path("sharing/see-as/", views.see_as, name="see_as"),
    path("sharing/blocked/", views.blocked, name="blocked"),
    path("sharing/blocked/lift/", views.unblock, name="unblock"),
    path("sharing/block/<str:code>/", views.block, name="block"),
    path("looked/", views.looked, name="looked"),
    path("c/<str:code>/", views.public_page, name="public_page"),
    path("c/<str:code>/photo/", views.public_photo, name="public_photo"),
]
