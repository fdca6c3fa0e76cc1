"""The addresses of pages about people, under /care/organisations/<organisation>/. Each name stands in the access list."""

from django.urls import path

from wholeplace.web.care.persons import finding, glass, signing_in

urlpatterns = [
    path("people/", finding.people, name="care-people"),
    path("people/new/", finding.take_down, name="care-person-new"),
    path("people/<str:person>/", finding.person, name="care-person"),
    path("people/<str:person>/sign-in/", signing_in.give, name="care-sign-in"),
    path("people/<str:person>/glass/", glass.glass, name="care-glass"),
    path("looked/", glass.looked, name="care-looked"),
    path("looked/<str:broken>/", glass.review, name="care-glass-review"),
]
