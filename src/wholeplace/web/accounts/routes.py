"""The addresses of the administrator's and the auditor's pages. Each name stands in the access list."""

from django.urls import path

from wholeplace.web.accounts import log, pages

urlpatterns = [
    path("accounts/", pages.accounts, name="accounts"),
    path("accounts/new/", pages.new, name="account-new"),
    path("accounts/<str:account>/", pages.account, name="account"),
    path("accounts/<str:account>/roles/new/", pages.give, name="role-give"),
    path("accounts/<str:account>/roles/<str:role>/end/", pages.end, name="role-end"),
    path("accounts/<str:account>/close/", pages.close, name="account-close"),
    path("accounts/<str:account>/link/", pages.link, name="account-link"),
    path("accounts/<str:account>/sign-on/", pages.sign_on, name="account-sign-on"),
    path("log/", log.log, name="log"),
]
