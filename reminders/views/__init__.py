"""The pages of reminders: the inbox, letters, the ledger, the policy, the engine."""
