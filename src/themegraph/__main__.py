"""``python -m themegraph``."""

from themegraph.cli import main

if __name__ == "__main__":
    main()
