"""The addresses of this door. Each name stands in the access list."""

from django.urls import include, path

from wholeplace.web.resident import home

urlpatterns = [
    path("", home.home, name="my-home"),
    path("", include("wholeplace.web.resident.referral_routes")),
]
