"""Addresses of intake."""

from django.urls import path

from intake.views import coming_in, figures, proposals, screen

urlpatterns = [
    path("intake/", coming_in.intakes, name="intakes"),
    path("intake/accuracy/", figures.accuracy, name="intake_accuracy"),
    path("intake/<int:pk>/", screen.intake, name="intake"),
    path("intake/<int:pk>/file/", coming_in.minutes_file, name="intake_file"),
    path("intake/<int:pk>/meeting/", screen.choose_meeting, name="intake_meeting"),
    path("intake/<int:pk>/add/", screen.add, name="intake_add"),
    path("intake/<int:pk>/hand-over/", screen.hand_over, name="intake_hand_over"),
    path("intake/<int:pk>/issue/", screen.issue, name="intake_issue"),
    path("intake/proposals/<int:pk>/unsent/", proposals.keep, name="proposal_unsent"),
    path("intake/proposals/<int:pk>/<slug:verb>/", proposals.step, name="proposal_step"),
    path("meetings/<int:pk>/minutes/", coming_in.minutes_of_meeting, name="meeting_minutes"),
]
