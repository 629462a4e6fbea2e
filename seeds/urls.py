"""The address of the first run."""

from django.urls import path

from seeds import views

urlpatterns = [
    path("setup/", views.setup, name="setup"),
    path("setup/register/", views.setup_register, name="setup_register"),
]
