"""Draws single boxes without a form around them and fits the network that judges them."""
