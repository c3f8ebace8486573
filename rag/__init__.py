"""A question in; quotes, or an abstention, out."""
