"""The addresses of a group's listings. Each name stands in the access list."""

from django.urls import path

from wholeplace.web.care.listings import views
from wholeplace.web.care.rooms import add_room

urlpatterns = [
    path("organisations/<str:organisation>/listings/", views.listings, name="care-listings"),
    path("organisations/<str:organisation>/listings/new/", views.new, name="care-listing-new"),
    path("listings/<str:own_listing>/", views.listing, name="care-listing"),
    path("listings/<str:own_listing>/mend/", views.mend, name="care-listing-mend"),
    path("listings/<str:own_listing>/close/", views.close, name="care-listing-close"),
]
add_room("Our listings", "care-listings")
