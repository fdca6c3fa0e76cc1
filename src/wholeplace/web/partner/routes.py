"""The addresses of the partner door. Each name stands in the access list."""

from django.urls import include, path

from wholeplace.web.partner import desk

urlpatterns = [
    path("", desk.desk, name="partners"),
    path("", include("wholeplace.web.partner.live_routes")),
    path("", include("wholeplace.web.partner.funds.routes")),
    path("", include("wholeplace.web.partner.choosing.routes")),
    path("", include("wholeplace.web.partner.decisions.routes")),
]
