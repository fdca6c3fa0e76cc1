"""Slots and appointments: which slot somebody may see and take, until when, and what may still be changed. Rules only."""
