"""Live records of decisions: matters described, proposals, votes, notices and call-ins."""
