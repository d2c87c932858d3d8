"""Processes that a build starts and ends."""

import signal
from collections.abc import Collection, Iterator
from contextlib import contextmanager

INTERRUPTIONS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
"""What ends this process with a sentence."""


@contextmanager
def deaf_children(signals: Collection[signal.Signals] = INTERRUPTIONS) -> Iterator[None]:
    """Start processes that never hear some signals; this one does, and has to kill them itself.

    What interrupts this one meanwhile is heard at the end: no process is started and not known of.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
