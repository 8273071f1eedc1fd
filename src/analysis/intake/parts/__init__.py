"""What an upload's tables ask and hold: their columns known, their body as columns of cells."""
