"""Every column of a posting that somebody answers, described once: a module for each topic."""
