"""The addresses of receipts."""

from django.urls import path

from consultants.receipts import views

urlpatterns = [
    path("permissions/receipts/", views.receipts, name="receipts"),
    path("permissions/receipts/<int:number>/", views.receipt, name="receipt"),
    path("permissions/receipts/<int:number>/file/", views.receipt_file, name="receipt_file"),
    path("permissions/receipts/<int:number>/paper/", views.receipt_paper, name="receipt_paper"),
    path("permissions/<str:code>/receipt/", views.consent_receipt, name="permission_receipt"),
]
