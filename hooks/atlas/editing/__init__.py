"""For editors: new records, forms, the schema, the field guide, what a change does to readers."""
