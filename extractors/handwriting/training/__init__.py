"""How the recogniser is trained. Needs torch; never imported when forms are read."""
