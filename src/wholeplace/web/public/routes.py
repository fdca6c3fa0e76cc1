"""The addresses of the public door. Each name stands in the access list."""

from django.urls import path

from wholeplace.web.public import views

urlpatterns = [
    path("", views.page, name="index"),
    path("releases/", views.releases, name="releases"),
    path("record", views.record, name="record-folder"),
    path("record/", views.record, {"path": ""}, name="record"),
    path("record/<path:path>", views.record, name="record-page"),
    path("releases/<str:release>/", views.page, name="release"),
    path("releases/<str:release>/<path:path>", views.page, name="release-page"),
    path("<path:path>", views.page, name="page"),
]

handler404 = views.not_found
