"""The addresses of permissions: the consultant's, then the organization's."""

from django.urls import path

from consultants.consents import organization_views, views

urlpatterns = [
    path("permissions/", views.consents, name="permissions"),
    path("permissions/give/", views.give, name="give"),
    path("permissions/give/<str:code>/", views.give_to, name="give_to"),
    path("permissions/asked/<str:code>/", views.asked, name="asked"),
    path("permissions/asked/<str:code>/allow/", views.asked_allow, name="asked_allow"),
    path("permissions/asked/<str:code>/part/", views.asked_part, name="asked_part"),
    path("permissions/asked/<str:code>/no/", views.asked_no, name="asked_no"),
    path("permissions/<str:code>/", views.consent, name="permission"),
    path("permissions/<str:code>/change/", views.consent_change, name="permission_change"),
    path("permissions/<str:code>/stop/", views.consent_stop, name="permission_stop"),
    path("org/people/<str:code>/ask/", organization_views.ask, name="ask_permission"),
    path("org/permissions/", organization_views.org_consents, name="org_permissions"),
    path(
        "org/permissions/<str:code>/back/",
        organization_views.request_withdraw,
        name="request_withdraw",
    ),
    path("org/permissions/<str:code>/use/", organization_views.use, name="permission_use"),
    path("org/permissions/<str:code>/delete/", organization_views.takedown, name="takedown"),
]
