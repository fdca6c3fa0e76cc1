"""Live records of money held together: notices of an overspend, recovery plans, calls for bids, bids, scores and awards."""
