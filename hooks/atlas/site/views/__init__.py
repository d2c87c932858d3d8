"""Views: what one page shows, in one language. Pure functions of an edition and a record."""
