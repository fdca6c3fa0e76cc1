"""Live records of the directory: listings and who vouched for them."""
