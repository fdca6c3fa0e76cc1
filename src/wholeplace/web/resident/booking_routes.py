"""The addresses of residents' pages about appointments, under /my/. Each name stands in the access list."""

from django.urls import path

from wholeplace.web.resident import booking

urlpatterns = [
    path("bookings/", booking.bookings, name="my-bookings"),
    path("bookings/new/", booking.book, name="my-book"),
    path("bookings/<str:booking>/", booking.appointment, name="my-booking"),
]
