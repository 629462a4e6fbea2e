"""Addresses of what goes out and comes in as a workbook."""

from django.urls import path

from sheets.views import going_out, transfers

urlpatterns = [
    path("excel/", transfers.transfers, name="transfers"),
    path("excel/out/<slug:kind>/", going_out.sheet_out, name="sheet_out"),
    path("excel/<int:pk>/", transfers.transfer, name="transfer"),
    path("excel/<int:pk>/cancel/", transfers.transfer_cancel, name="transfer_cancel"),
    path("excel/<int:pk>/file/", transfers.transfer_file, name="transfer_file"),
]
