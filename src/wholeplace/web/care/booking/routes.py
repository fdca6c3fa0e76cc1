"""The addresses of booking, under /care/organisations/<organisation>/. Each name stands in the access list."""

from django.urls import path

from wholeplace.web.care.booking import calling, finding, one, practice, used

urlpatterns = [
    path("calls/", finding.calls, name="care-calls"),
    path("calls/<str:person>/", calling.call, name="care-call"),
    path("slots/", practice.slots, name="care-slots"),
    path("slots/used/", used.used, name="care-slots-report"),
    path("slots/used.csv", used.as_file, name="care-slots-file"),
    path("slots/<str:slot>/", one.slot, name="care-slot"),
    path("bookings/<str:booking>/", one.appointment, name="care-booking"),
]
