"""The addresses of profiles and of who sees them."""

from django.urls import include, path

from consultants import views

urlpatterns = [
    path("", include("consultants.receipts.urls")),  # before the addresses that take any code
    path("", include("consultants.permitting.urls")),
    path("", include("consultants.looking.urls")),
    path("profile/", views.profile, name="profile"),
    path("profile/photo/file/", views.own_photo, name="own_photo"),
    path("profile/<slug:name>/", views.profile_item, name="profile_item"),
    path("sharing/", views.sharing, name="sharing"),
    path("sharing/pause/", views.pause, name="sharing_pause"),
    path("sharing/<slug:name>/", views.sharing_item, name="sharing_item"),
    path("org/people/", views.people, name="people"),
    path("org/people/<str:code>/", views.person_page, name="person"),
    path("org/people/<str:code>/photo/", views.person_photo, name="person_photo"),
]
