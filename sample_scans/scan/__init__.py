"""From filled paper to what a scan site delivers: copier, scanner, file."""
