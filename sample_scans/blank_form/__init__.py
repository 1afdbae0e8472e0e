"""Draws the blank, fillable form from its catalogue and a drawing plan.

The plan says order, widths and sentences; a small layout engine finds the heights that fill each
page. ``python -m sample_scans.blank_form`` writes ``sample_scans/blank/<form>.pdf``, the same bytes
every time. The form definition is derived from that PDF and never from this package.
"""
