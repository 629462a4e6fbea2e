"""Addresses of the inbox, letters, the ledger, the policy and the engine."""

from django.urls import path

from reminders.views import engine, inbox, ledger, link, mails, policy

urlpatterns = [
    path("healthz", engine.healthz, name="healthz"),
    path("readyz", engine.readyz, name="readyz"),
    # /inbox/
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/count/", inbox.inbox_count, name="inbox_count"),
    path("inbox/seen/", inbox.see, name="see_all"),
    path("inbox/<int:pk>/seen/", inbox.see, name="see"),
    path("inbox/choice/", inbox.notice_choice, name="notice_choice"),
    # /mails/
    path("mails/", mails.mails, name="mails"),
    path("mails/<int:pk>/", mails.mail_page, name="mail"),
    path("mails/<int:pk>/text/", mails.mail_text, name="mail_text"),
    path("mails/<int:pk>/source/", mails.mail_source, name="mail_source"),
    path("update/<str:token>/", link.progress_link, name="progress_link"),
    # /reminders/
    path("reminders/", ledger.ledger, name="ledger"),
    path("reminders/policy/", policy.policy, name="policy"),
    path("reminders/policy/new/", policy.rule, name="new_rule"),
    path("reminders/policy/<int:pk>/", policy.rule, name="rule"),
    path("reminders/difficulties/", engine.difficulties, name="difficulties"),
    path("reminders/who-is-told/", engine.who_is_told, name="who_is_told"),
    path("reminders/engine/", engine.pulse, name="engine"),
    path("reminders/engine/banner/", engine.engine_banner, name="engine_banner"),
    # Not under /directives/<pk>/: there every word is a step.
    path("reminders/directives/<int:pk>/", ledger.directive_reminders, name="directive_reminders"),
]
