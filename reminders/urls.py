"""Addresses of letters and of the ledger."""

from django.urls import path

from reminders import views

urlpatterns = [
    path("mails/", views.mails, name="mails"),
    path("mails/<int:pk>/", views.mail_page, name="mail"),
    path("mails/<int:pk>/text/", views.mail_text, name="mail_text"),
    path("mails/<int:pk>/source/", views.mail_source, name="mail_source"),
    path("update/<str:token>/", views.progress_link, name="progress_link"),
    path("inbox/", views.mails, name="inbox"),
    path("reminders/policy/", views.mails, name="policy"),
    path("reminders/difficulties/", views.mails, name="difficulties"),
    # Not under /directives/<pk>/: there every word is a step.
    path("reminders/directives/<int:pk>/", views.directive_reminders, name="directive_reminders"),
]
