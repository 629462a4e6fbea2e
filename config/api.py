"""The API's addresses and the one place that turns refusals into answers."""

urlpatterns: list = []
