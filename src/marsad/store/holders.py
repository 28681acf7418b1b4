"""Which process does something, and whether it is still there: so what one that was killed left half done is known."""

from __future__ import annotations

import functools
import os
import secrets
import socket

_TOKEN = secrets.token_hex(4)  # a number of a process is given again, this is not


@functools.cache
def _machine() -> str:
    return socket.gethostname().replace(":", "-")


def me() -> str:
    """This process."""
    return f"{_machine()}:{os.getpid()}:{_TOKEN}"


def gone(holder: str) -> bool:
    """Whether a process is surely no more; of another machine's, nothing is known."""
    machine, _, number = holder.rpartition(":")[0].rpartition(":")
    if holder == me() or machine != _machine() or not number.isdecimal() or os.name != "posix":
        return False
    if int(number) == os.getpid():  # the number is ours now, so it is another's no more
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False
