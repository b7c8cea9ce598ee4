"""The addresses of the desk."""

from django.urls import path

from desk import views

urlpatterns = [
    path("desk/", views.show_queue, name="desk"),
    path("desk/orgs/<str:code>/", views.check_organization, name="desk_org"),
    path("desk/payments/", views.show_payments, name="desk_payments"),
    path("desk/tasks/revive/", views.revive_task, name="desk_revive"),
]
