"""The pages of the web door. They translate between a browser and the room; no rule lives here."""
