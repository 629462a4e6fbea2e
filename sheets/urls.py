"""Addresses of what goes out and comes in as a workbook."""

from django.urls import path

from sheets.views import coming_in, going_out, transfers

urlpatterns = [
    path("excel/", transfers.transfers, name="transfers"),
    path("excel/out/<slug:kind>/", going_out.sheet_out, name="sheet_out"),
    path("excel/in/", coming_in.bring_in, name="bring_in"),
    path("excel/template/<slug:kind>/", coming_in.template, name="sheet_template"),
    path("excel/<int:pk>/enter/", coming_in.transfer_enter, name="transfer_enter"),
    path("excel/<int:pk>/", transfers.transfer, name="transfer"),
    path("excel/<int:pk>/cancel/", transfers.transfer_cancel, name="transfer_cancel"),
    path("excel/<int:pk>/file/", transfers.transfer_file, name="transfer_file"),
]
