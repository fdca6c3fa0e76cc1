"""Decisions in the partner door: written, put, told, decided, published, looked at again, carried out and reviewed."""
