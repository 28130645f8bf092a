"""The counter: papers as they come in, looked at while whoever brings them still stands there."""
