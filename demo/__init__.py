"""A sample class: real submissions with the usual accidents, in a scratch course folder."""
