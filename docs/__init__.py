"""The pages of the documentation, and the programs that keep them up to date."""
