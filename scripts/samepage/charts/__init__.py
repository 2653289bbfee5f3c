"""Charts: what to draw (specs), drawing it once (render), putting it into the pages (stitch)."""
