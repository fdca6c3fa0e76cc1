"""Live records of referral: what was asked, by whom, where it stands, how it ended."""
