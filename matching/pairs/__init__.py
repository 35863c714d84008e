"""Two people: asked, answering, matched, and what becomes of them."""
