"""A referral over its whole life: it never ends without an outcome, and whoever waits for the next step is told. Rules only."""
