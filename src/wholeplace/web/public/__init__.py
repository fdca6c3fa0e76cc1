"""The public door. It knows releases and nothing else: it cannot show what was not released."""
