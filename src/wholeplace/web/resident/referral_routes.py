"""The addresses of residents' pages about referrals, under /my/. Each name stands in the access list."""

from django.urls import path

from wholeplace.web.resident import about_me, referral, triage

urlpatterns = [
    path("referrals/", referral.referrals, name="my-referrals"),
    path("referrals/new/", referral.ask, name="my-ask"),
    path("referrals/<str:referral>/", referral.referral, name="my-referral"),
    path("referrals/<str:referral>/end/", referral.end, name="my-referral-end"),
    path("about-me/", about_me.about_me, name="my-about-me"),
    path("help/", triage.triage, name="my-triage"),
]
