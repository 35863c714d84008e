"""What operators meet: health, the cache, limits of statements, mail and time of a trial installation."""
