"""`python -m docs_check`: the command."""

from docs_check.commands.cli import main

if __name__ == "__main__":
    main()
