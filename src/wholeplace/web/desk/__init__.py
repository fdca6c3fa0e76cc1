"""The planners' desk: what if, asked in a browser on the machine that holds the place. No other machine is answered."""
