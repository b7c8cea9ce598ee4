"""The addresses of interests and invitations."""

from django.urls import path

from engagements.invitations import views

urlpatterns = [
    path("projects/<slug:code>/interest/", views.interest, name="interest"),
    path("interests/<slug:code>/withdraw/", views.interest_withdraw, name="interest_withdraw"),
    path("interests/<slug:code>/answer/", views.interest_answer, name="interest_answer"),
    path("org/people/<slug:code>/invite/", views.invite, name="invite"),
    path("invitations/<slug:code>/", views.invitation, name="invitation"),
    path("invitations/<slug:code>/accept/", views.invitation_accept, name="invitation_accept"),
    path("invitations/<slug:code>/change/", views.invitation_change, name="invitation_change"),
    path("invitations/<slug:code>/block/", views.invitation_block, name="invitation_block"),
    path("invitations/<slug:code>/decline/", views.invitation_decline, name="invitation_decline"),
    path(
        "invitations/<slug:code>/withdraw/", views.invitation_withdraw, name="invitation_withdraw"
    ),
]
