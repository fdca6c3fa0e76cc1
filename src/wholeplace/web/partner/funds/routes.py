"""The addresses of money held together. Each name stands in the access list."""

from django.urls import path

from wholeplace.web.partner.funds import keeping, pages

urlpatterns = [
    path("funds/", pages.funds, name="funds"),
    path("funds/<str:fund>/", pages.fund, name="fund"),
    path("funds/<str:fund>/month/", pages.month, name="fund-month"),
    path("funds/<str:fund>/outlook/", pages.outlook, name="fund-outlook"),
    path("funds/<str:fund>/return.<str:kind>", pages.fund_return, name="fund-return"),
    path("bodies/<str:body>/funds/<str:fund>/notices/new/", keeping.new_notice, name="notice-new"),
    path("funds/notices/<str:overspend>/recovery/", keeping.new_recovery, name="recovery-new"),
    path("funds/notices/<str:overspend>/change/", keeping.change_notice, name="notice-change"),
    path("funds/recovery/<str:recovery>/change/", keeping.change_recovery, name="recovery-change"),
    path("funds/recovery/<str:recovery>/told/", keeping.tell_progress, name="recovery-told"),
]
