"""What the guarantee could cost: the page on which the elected board tries its assumptions."""
