"""Cases to findings. Pure: same case, same findings."""
