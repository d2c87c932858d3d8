"""Processes that a build starts and ends."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_INTERRUPTIONS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


@contextmanager
def deaf_children() -> Iterator[None]:
    """Start processes that never hear what interrupts this one, which has to kill them itself.

    What interrupts this one meanwhile is heard at the end: no process is started and not known of.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPTIONS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPTIONS)
