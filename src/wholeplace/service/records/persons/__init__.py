"""Who the people are whom the front door serves, and who acts for whom."""
