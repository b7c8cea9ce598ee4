"""The addresses of opening an account."""

from django.urls import path

from accounts.signup import views

urlpatterns = [
    path("join/", views.join, name="join"),
    path("join/device/", views.join_device, name="join_device"),
    path("join/name/", views.join_name, name="join_name"),
    path("join/address/", views.join_address, name="join_address"),
    path("join/sent/", views.join_sent, name="join_sent"),
    path("join/open/<str:token>/", views.join_open, name="join_open"),
]
