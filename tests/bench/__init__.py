"""`make bench`: how fast the compiled pass is, and how long each step of the build takes."""
