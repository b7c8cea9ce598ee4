"""The addresses of interests and invitations."""

from django.urls import path

from engagements.joining import views

urlpatterns = [
    path("projects/<str:code>/interest/", views.interest, name="interest"),
    path("interests/<str:code>/withdraw/", views.interest_withdraw, name="interest_withdraw"),
    path("interests/<str:code>/answer/", views.interest_answer, name="interest_answer"),
    path("org/people/<str:code>/invite/", views.invite, name="invite"),
    path("invitations/<str:code>/", views.invitation, name="invitation"),
    path("invitations/<str:code>/accept/", views.invitation_accept, name="invitation_accept"),
    path("invitations/<str:code>/decline/", views.invitation_decline, name="invitation_decline"),
]
