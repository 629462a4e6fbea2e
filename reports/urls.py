from django.urls import path

from reports import views

urlpatterns = [
    path("documents/", views.reports, name="reports"),
    path("documents/new/<slug:kind>/", views.report_new, name="report_new"),
    path("documents/letters/", views.letters, name="urging_letters"),
    path("documents/templates/", views.report_templates, name="report_templates"),
    path("documents/templates/<int:pk>/", views.template_file, name="report_template"),
    path("documents/templates/<int:pk>/drop/", views.template_drop, name="report_template_drop"),
    path("documents/templates/<slug:kind>/", views.own, name="report_template_own"),
    path("documents/files/<int:pk>/", views.report_document, name="report_document"),
    path("documents/<int:pk>/", views.report, name="report"),
    path("documents/<int:pk>/file/<slug:form>/", views.report_download, name="report_download"),
    path("documents/<int:pk>/<slug:verb>/", views.report_step, name="report_step"),
    path(
        "meetings/<int:pk>/conclusion/", views.of_meeting, {"kind": "conclusion"}, name="meeting_conclusion"
    ),
    path("meetings/<int:pk>/briefing/", views.of_meeting, {"kind": "briefing"}, name="meeting_briefing"),
]
