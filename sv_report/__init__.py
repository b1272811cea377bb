"""Social value monitoring data in, a formatted Cabinet report out."""
