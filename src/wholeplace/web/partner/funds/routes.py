"""The addresses of money held together. Each name stands in the access list."""

from django.urls import path

from wholeplace.web.partner.funds import pages

urlpatterns = [
    path("funds/", pages.funds, name="funds"),
    path("funds/<str:fund>/", pages.fund, name="fund"),
    path("funds/<str:fund>/month/", pages.month, name="fund-month"),
    path("funds/<str:fund>/outlook/", pages.outlook, name="fund-outlook"),
    path("funds/<str:fund>/return.<str:kind>", pages.fund_return, name="fund-return"),
]
