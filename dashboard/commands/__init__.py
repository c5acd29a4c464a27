"""The command line's commands, a file for each family of them."""
