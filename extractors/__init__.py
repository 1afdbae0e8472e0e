"""Pixels to readings. Pure: no store, no flow."""
