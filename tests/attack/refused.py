"""What ends the attack."""


class Refused(Exception):
    """Something that must not be, with what there is to be read about it."""
