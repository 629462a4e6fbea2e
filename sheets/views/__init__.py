"""The pages of what goes out and comes in."""
