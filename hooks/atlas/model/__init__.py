"""What a record is: its values, its classes, its languages. Knows no file."""
