"""Words of this form's world that no list of names or places has; one word a line."""
