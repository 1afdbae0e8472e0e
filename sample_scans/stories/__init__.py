"""Invented applications: families, what they wrote, what they enclosed, what is wrong with it."""
