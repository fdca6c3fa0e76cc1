"""Pages about choosing: calls for bids, bids, the panel's scores, the ranking and the awards."""
