"""The failure that ends the attack."""


class Refused(Exception):
    """A failed check, with its output."""
