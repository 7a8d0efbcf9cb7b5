"""Tables → charts and HTML."""
