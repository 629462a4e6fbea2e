"""Addresses of the first run."""

from django.urls import path

from seeds import views

urlpatterns = [
    path("first-run/", views.first_run, name="first_run"),
    path("first-run/register/", views.take_register, name="first_run_register"),
    path("first-run/units/", views.add_units, name="first_run_units"),
    path("first-run/people/", views.add_person, name="first_run_person"),
]
