"""The addresses of pages of referrals, under /care/organisations/<organisation>/. Each name stands in the access list."""

from django.urls import path

from wholeplace.web.care.referral import caring, coordinating, happenings, lists, making, offers, one, persons, steps

urlpatterns = [
    path("referrals/", lists.to_us, name="care-referrals"),
    path("referrals/made/", lists.made, name="care-made"),
    path("referrals/<str:referral>/", one.referral, name="care-referral"),
    path("referrals/<str:referral>/came/", happenings.came, name="care-referral-came"),
    path("referrals/<str:referral>/asked/<str:instrument>/<str:when>/", happenings.score, name="care-referral-score"),
    path("referrals/<str:referral>/find/", offers.find, name="care-referral-find"),
    path("referrals/<str:referral>/<str:step>/", steps.step, name="care-referral-step"),
    path("waiting/", coordinating.waiting, name="care-waiting"),
    path("people/<str:person>/refer/", making.refer, name="care-refer"),
    path("people/<str:person>/team/", coordinating.team, name="care-team"),
    path("people/<str:person>/plan/", coordinating.plan, name="care-plan"),
    path("people/<str:person>/about-me/", persons.about_me, name="care-about-me"),
    path("people/<str:person>/carer/", caring.carer, name="care-carer"),
    path("people/<str:person>/carer/<str:carer>/end/", caring.ended, name="care-carer-end"),
]
