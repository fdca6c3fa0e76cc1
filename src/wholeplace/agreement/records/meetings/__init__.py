"""Live records of meetings: agenda, papers, attendance, actions."""
