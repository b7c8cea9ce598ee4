"""The practice provider's own addresses; the site itself has none of them."""

from django.urls import path

from payments.practice import api, pages

urlpatterns = [
    path("v1/checkout/sessions", api.checkouts),
    path("v1/checkout/sessions/<str:identifier>", api.checkout),
    path("v1/checkout/sessions/<str:identifier>/expire", api.ended_checkout),
    path("v1/payment_intents/<str:identifier>", api.payment),
    path("v1/transfers", api.transfers),
    path("v1/payouts/<str:identifier>", api.payout),
    path("v2/core/accounts", api.payees),
    path("v2/core/accounts/<str:identifier>", api.payee),
    path("v2/core/account_links", api.links),
    path("pay/<str:identifier>/", pages.pay),
    path("setup/<str:identifier>/", pages.setup),
]
