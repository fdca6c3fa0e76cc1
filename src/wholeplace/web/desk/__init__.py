"""The planners' desk: what if, asked in a browser. For planners; in a place without accounts, for the machine that holds it alone."""
