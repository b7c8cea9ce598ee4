"""The addresses of joining, signing in and the account. Of allauth's pages only these exist."""

from django.urls import include, path

from accounts import views

urlpatterns = [
    path("", include("accounts.signup.urls")),
    path("in/", views.sign_in, name="sign_in"),
    path("in/", views.sign_in, name="account_login"),  # allauth asks for its own names
    path("in/again/", views.sign_in_again, name="account_reauthenticate"),
    path("out/", views.sign_out, name="sign_out"),
    path("account/", views.account, name="account"),
    path("account/password/", views.change_password, name="account_change_password"),
    path("account/sessions/end/", views.end_session, name="end_session"),
]
