"""Tests of what every page shares."""

from pathlib import Path

GALLERY = Path(__file__).with_name("gallery.html")
