"""Programs: purpose, committee, versioned guidelines, cohorts, training, support contacts."""
