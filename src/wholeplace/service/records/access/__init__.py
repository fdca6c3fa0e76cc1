"""Live records of access: consents, objections, opened glass, and the audit of every look."""
