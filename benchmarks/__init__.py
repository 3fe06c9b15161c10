"""What is fast, measured against what."""
