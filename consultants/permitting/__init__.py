"""The pages on which permissions are asked for, given, changed and stopped."""
