"""What several formats share: pages and cells, headings, cards, histograms, citations and links."""
