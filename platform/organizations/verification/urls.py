"""The addresses of an organization's part in checks."""

from django.urls import path

from organizations.verification import views

urlpatterns = [
    path("org/check/", views.show_check, name="org_check"),
    path("org/check/ask/", views.ask_for_check, name="org_check_ask"),
    path("org/check/look/", views.ask_for_look, name="org_check_look"),
    path("org/check/register/", views.say_register, name="org_check_register"),
    path("org/check/known/", views.ask_vouch, name="org_check_vouch"),
    path("org/check/known/<str:code>/", views.answer_vouch, name="org_check_answer"),
]
