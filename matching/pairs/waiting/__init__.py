"""Those who wait: their order, the next choice, and the places that come free."""
