"""The addresses of blocks."""

from django.urls import path

from consultants.blocks import views

urlpatterns = [
    path("sharing/blocked/", views.blocked, name="blocked"),
    path("sharing/blocked/lift/", views.unblock, name="unblock"),
    path("sharing/block/<str:code>/", views.block, name="block"),
]
