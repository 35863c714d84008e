"""When two people meet: the series, one meeting moved or held, its agenda, and what is sent around it."""
