"""The commands of tejido.

In: what was typed. Out: tables for people or JSON alone on stdout, messages on stderr, and an exit status: 0 done, 1 the
input is at fault, 2 the command was not understood.
"""

try:
    from tejido.cli.app import app, main
except KeyboardInterrupt:
    # Loading takes a moment, and Ctrl-C may come in it too.
    raise SystemExit(130) from None

__all__ = ["app", "main"]
