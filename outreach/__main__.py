"""`python -m outreach` and the `outreach` command."""

from outreach.cli.main import main

if __name__ == "__main__":
    main()
