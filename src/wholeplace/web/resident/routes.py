"""The addresses of this door. Each name stands in the access list."""

from django.urls import include, path

from wholeplace.web.resident import acting, consents, details, home, looked

urlpatterns = [
    path("", home.home, name="my-home"),
    path("who-looked/", looked.looked, name="my-looked-at"),
    path("who-looked/who-looked.json", looked.file_of_looks, name="my-looked-file"),
    path("who-looked/seen/", looked.notice_seen, name="my-notice-seen"),
    path("consents/", consents.consents, name="my-consents"),
    path("consents/objections/new/", consents.objection_new, name="my-objection-new"),
    path("consents/objections/<str:objection>/withdraw/", consents.objection_withdraw, name="my-objection-withdraw"),
    path("consents/referrals/<str:referral>/", consents.consent_give, name="my-consent-give"),
    path("consents/<str:consent>/withdraw/", consents.consent_withdraw, name="my-consent-withdraw"),
    path("acting/", acting.acting, name="my-acting"),
    path("acting/new/", acting.let, name="my-let-act"),
    path("acting/for/", acting.act_for, name="my-act-for"),
    path("acting/<str:proxy>/end/", acting.end, name="my-acting-end"),
    path("details/", details.details, name="my-details"),
    path("details/change/", details.change, name="my-details-change"),
    path("details/who/", details.who, name="my-who"),
    path("", include("wholeplace.web.resident.booking_routes")),
    path("", include("wholeplace.web.resident.referral_routes")),
]
