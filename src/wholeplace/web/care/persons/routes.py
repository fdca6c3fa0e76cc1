"""The addresses of pages about people, under /care/organisations/<organisation>/. Each name stands in the access list."""

from django.urls import path

from wholeplace.web.care.persons import acting, finding, glass, joining, opening, signing_in

urlpatterns = [
    path("people/", finding.people, name="care-people"),
    path("people/new/", finding.take_down, name="care-person-new"),
    path("people/<str:person>/", opening.person, name="care-person"),
    path("people/<str:person>/same/", joining.find_same, name="care-person-find-same"),
    path("people/<str:person>/same/<str:other>/", joining.same, name="care-person-same"),
    path("people/<str:person>/not-same/<str:said>/", joining.not_same, name="care-person-not-same"),
    path("people/<str:person>/acting/", acting.record, name="care-person-acting"),
    path("people/<str:person>/acting/<str:proxy>/end/", acting.ended, name="care-person-acting-end"),
    path("people/<str:person>/sign-in/", signing_in.give, name="care-sign-in"),
    path("people/<str:person>/glass/", glass.glass, name="care-glass"),
    path("looked/", glass.looked, name="care-looked"),
    path("looked/<str:broken>/", glass.review, name="care-glass-review"),
]
