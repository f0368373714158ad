"""Ends in peace, before it is told the number of numbers."""
