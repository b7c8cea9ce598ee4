"""The addresses of consultants, by subject; of two that fit an address, the first one answers."""

from django.urls import include, path

urlpatterns = [
    path("", include("consultants.receipts.urls")),  # before the addresses that take any code
    path("", include("consultants.consents.urls")),
    path("", include("consultants.access_log.urls")),
    path("", include("consultants.previews.urls")),  # before the items of `sharing/`
    path("", include("consultants.blocks.urls")),
    path("", include("consultants.profile.urls")),
    path("", include("consultants.people.urls")),
]
