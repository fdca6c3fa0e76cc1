"""The addresses of a group's listings. Each name stands in the access list."""

from django.urls import path

from wholeplace.web.care.listings import doubles, views
from wholeplace.web.care.rooms import add_room

urlpatterns = [
    path("organisations/<str:organisation>/listings/", views.listings, name="care-listings"),
    path("organisations/<str:organisation>/listings/new/", views.new, name="care-listing-new"),
    path("organisations/<str:organisation>/listings/same/", doubles.doubles, name="care-listings-same"),
    path("organisations/<str:organisation>/listings/same/<str:one>/<str:two>/", doubles.pair, name="care-listings-pair"),
    path("organisations/<str:organisation>/listings/decided/<str:decision>/undo/", doubles.undo, name="care-listings-undo"),
    path("listings/<str:own_listing>/", views.listing, name="care-listing"),
    path("listings/<str:own_listing>/mend/", views.mend, name="care-listing-mend"),
    path("listings/<str:own_listing>/close/", views.close, name="care-listing-close"),
]
add_room("Our listings", "care-listings")
add_room("Listings that may be the same", "care-listings-same")
