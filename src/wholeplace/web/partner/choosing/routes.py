"""The addresses of choosing. Each name stands in the access list."""

from django.urls import path

from wholeplace.web.partner.choosing import keeping, pages

urlpatterns = [
    path("choosing/", pages.choosing, name="choosing"),
    path("choosing/<str:call>/", pages.call, name="call"),
    path("choosing/<str:call>/change/", keeping.change_call, name="call-change"),
    path("choosing/<str:call>/award/", keeping.award, name="call-award"),
    path("choosing/bids/<str:bid>/change/", keeping.change_bid, name="bid-change"),
    path("choosing/bids/<str:scored>/score/", keeping.score_bid, name="bid-score"),
    path("bodies/<str:body>/calls/new/", keeping.new_call, name="call-new"),
    path("bodies/<str:body>/calls/<str:to>/bids/new/", keeping.new_bid, name="bid-new"),
]
