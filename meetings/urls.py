"""Addresses of meetings."""

from django.urls import path

from meetings import views

urlpatterns = [
    path("meetings/", views.meetings, name="meetings"),
    path("meetings/add/", views.meeting_add, name="meeting_add"),
    path("meetings/<int:pk>/", views.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", views.meeting_edit, name="meeting_edit"),
    path("meetings/<int:pk>/documents/add/", views.meeting_document_add, name="meeting_document_add"),
    path("meetings/documents/<int:pk>/", views.meeting_document, name="meeting_document"),
    path("meetings/documents/<int:pk>/view/", views.meeting_document_view, name="meeting_document_view"),
]
