"""The directory for everyone: pages to find what is near, and the Open Referral UK interface."""
