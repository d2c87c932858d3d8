"""The pages of one edition: views say what a page shows, templates turn that into HTML."""
