"""Named checks of a whole catalogue. Each yields every problem it finds; none stops at the first."""
