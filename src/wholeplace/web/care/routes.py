"""The addresses of this door. Each name stands in the access list."""

from django.urls import include, path

from wholeplace.web.care import desk

urlpatterns = [
    path("", desk.desk, name="care"),
    path("organisations/<str:organisation>/", include("wholeplace.web.care.persons.routes")),
    path("organisations/<str:organisation>/", include("wholeplace.web.care.booking.routes")),
    path("organisations/<str:organisation>/", include("wholeplace.web.care.referral.routes")),
    path("", include("wholeplace.web.care.listings.routes")),
]
