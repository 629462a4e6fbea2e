"""The pages of taking in minutes."""
