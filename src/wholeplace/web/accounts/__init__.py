"""Accounts: who may sign in, and what each may do where. Names of people stay here and in the log; no public page shows one."""
