"""Who may see what of whom, for which purpose: role, relationship, consents and objections, in one table of rules."""
