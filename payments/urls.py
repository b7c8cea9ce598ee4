"""The addresses of the money."""

from django.urls import path

from payments import views, webhooks

urlpatterns = [
    path("jobs/<str:code>/pay/", views.pay, name="pay"),
    path("paid/", views.what_projects_paid, name="paid"),
    path("money/", views.money, name="money"),
    path("money/setup/", views.set_up_pay, name="set_up_pay"),
    path("stripe/webhook/", webhooks.webhook, name="webhook"),
]
