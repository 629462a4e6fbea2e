"""Addresses of documents and of Excel in and out."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
