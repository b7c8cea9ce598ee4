"""Bounds of the terms, for the form, the services and the tests."""

from datetime import timedelta

MOST_STAGES = 10
MOST_HOURS = 2000
MOST_PAY_DAYS = 30  # the strictest of the freelance-protection laws
REVIEW_DAYS = (1, 14)
MOST_ROUNDS = 10
CANCEL_FULL_HOURS = (24, 336)
CANCEL_HALF_DAYS = (3, 60)
OFFER_LASTS = timedelta(days=14)
