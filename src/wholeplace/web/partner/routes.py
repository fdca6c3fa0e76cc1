"""The addresses of the partner door. Each name stands in the access list."""

from django.urls import path

from wholeplace.web.partner import desk

urlpatterns = [
    path("", desk.desk, name="partners"),
]
