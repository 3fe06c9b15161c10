"""What several formats share: pages and cells, the rail, cards, histograms, citations and links."""
