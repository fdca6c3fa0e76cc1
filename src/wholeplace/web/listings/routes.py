"""The addresses of this door. Each name stands in the access list."""

from django.urls import path, re_path

from wholeplace.web.listings import finding, open_referral, own_by_link

urlpatterns = [
    path("find/", finding.find, name="find"),
    path("find/<str:listing>/", finding.found, name="found"),
    path("listing/<str:token>/", own_by_link.listing, name="listing"),
    path("listing/<str:token>/mend/", own_by_link.mend, name="listing-mend"),
    path("listing/<str:token>/close/", own_by_link.close, name="listing-close"),
    re_path(r"^open-referral/?$", open_referral.about, name="open-referral"),
    re_path(r"^open-referral/services/?$", open_referral.services, name="open-services"),
    path("open-referral/services/<str:listing>", open_referral.service, name="open-service"),
    re_path(r"^open-referral/service_at_locations/?$", open_referral.service_at_locations, name="open-service-at-locations"),
    path("open-referral/service_at_locations/<str:place>", open_referral.one_service_at_location, name="open-service-at-location"),
    re_path(r"^open-referral/taxonomies/?$", open_referral.taxonomies, name="open-taxonomies"),
    path("open-referral/taxonomies/<str:taxonomy>", open_referral.taxonomy, name="open-taxonomy"),
    re_path(r"^open-referral/taxonomy_terms/?$", open_referral.taxonomy_terms, name="open-taxonomy-terms"),
    path("open-referral/taxonomy_terms/<str:term>", open_referral.taxonomy_term, name="open-taxonomy-term"),
    path("open-referral/<path:rest>", open_referral.nowhere, name="open-nowhere"),
]
