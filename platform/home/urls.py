"""The addresses of the public pages."""

from django.urls import path

from home import dashboards, views

urlpatterns = [
    path("", views.show_welcome, name="welcome"),
    path("safety/", views.show_safety, name="safety"),
    path("help/", views.show_help, name="help"),
    path("leave/", views.leave, name="leave"),
    path("home/", dashboards.show_home, name="home"),
    path("org/", dashboards.show_org, name="org"),
]
