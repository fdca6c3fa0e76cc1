"""Pages about money that partners hold together."""
