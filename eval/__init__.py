"""How good the assistant is, measured."""
