"""The command line. `main.main` runs one; `app` holds the commands; `commands/` has their modules."""
