"""File → Transcript: bytes to text, who speaks where, and the reason for every decision."""
