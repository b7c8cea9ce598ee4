"""The addresses of permissions: the consultant's, then the organization's."""

from django.urls import path

from consultants.permitting import org_views, views

urlpatterns = [
    path("permissions/", views.permissions, name="permissions"),
    path("permissions/give/", views.give, name="give"),
    path("permissions/give/<str:code>/", views.give_to, name="give_to"),
    path("permissions/asked/<str:code>/", views.asked, name="asked"),
    path("permissions/asked/<str:code>/allow/", views.asked_allow, name="asked_allow"),
    path("permissions/asked/<str:code>/part/", views.asked_part, name="asked_part"),
    path("permissions/asked/<str:code>/no/", views.asked_no, name="asked_no"),
    path("permissions/<str:code>/", views.permission, name="permission"),
    path("permissions/<str:code>/change/", views.permission_change, name="permission_change"),
    path("permissions/<str:code>/stop/", views.permission_stop, name="permission_stop"),
    path("org/people/<str:code>/ask/", org_views.ask, name="ask_permission"),
    path("org/permissions/", org_views.org_permissions, name="org_permissions"),
    path("org/permissions/<str:code>/back/", org_views.request_withdraw, name="request_withdraw"),
    path("org/permissions/<str:code>/use/", org_views.use, name="permission_use"),
    path("org/permissions/<str:code>/delete/", org_views.takedown, name="takedown"),
]
