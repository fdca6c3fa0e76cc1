"""The addresses of all doors. Each name stands in the access list; the public door, which takes any other address, comes last."""

from django.urls import include, path, re_path

from wholeplace.web.accounts import oidc
from wholeplace.web.desk import views as desk
from wholeplace.web.fhir.answering import nothing_here
from wholeplace.web.public.routes import handler404

urlpatterns = [
    path("what-if/", desk.what_if, name="what-if"),
    path("what-if/fit/", desk.fit, name="fit"),
    path("accounts/oidc/<str:provider_id>/login/", oidc.login, name="openid_connect_login"),
    path("accounts/oidc/<str:provider_id>/login/callback/", oidc.callback, name="openid_connect_callback"),
    path("accounts/", include("allauth.urls")),
    path("partners/", include("wholeplace.web.accounts.routes")),
    path("partners/", include("wholeplace.web.partner.routes")),
    path("care/", include("wholeplace.web.care.routes")),
    path("my/", include("wholeplace.web.resident.routes")),
    path("fhir/R4/", include("wholeplace.web.fhir.routes")),
    re_path(r"^fhir/.*$", nothing_here, name="fhir-nothing"),
    path("", include("wholeplace.web.listings.routes")),
    path("", include("wholeplace.web.public.routes")),
]

__all__ = ["handler404", "urlpatterns"]
