"""From a story to filled paper: the applicant's pen, the typewriter, the office's stamp."""
