"""The review station: what a person does to a case on screen, and the screens."""
