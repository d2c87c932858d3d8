"""From pages and documents to a site that is published in one move."""
