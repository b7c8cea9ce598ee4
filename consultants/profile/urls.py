"""The addresses of one's own profile and of who can see it."""

from django.urls import path

from consultants.profile import views

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("profile/photo/file/", views.own_photo, name="own_photo"),
    path("profile/<slug:name>/", views.profile_item, name="profile_item"),
    path("sharing/", views.sharing, name="sharing"),
    path("sharing/pause/", views.pause, name="sharing_pause"),
    path("sharing/<slug:name>/", views.sharing_item, name="sharing_item"),
]
