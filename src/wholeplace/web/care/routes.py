"""The addresses of this door. Each name stands in the access list."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
