"""Addresses of the register that are not in the administration pages."""

from django.urls import path

from units import views

urlpatterns = [
    path("working-days/", views.working_days, name="working_days"),
    path("working-days/<int:pk>/clear/", views.clear_day, name="clear_day"),
]
