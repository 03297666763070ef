"""Starts MiniStack without two faults that it has in a crowd.

Without them gone, start .venv/bin/ministack as it is, and delete this file.
"""

import functools
import sys
import threading

import jsonata
from ministack import app
from ministack.services import dynamodb

# The writes of state machines run on threads of their own, and read and write
# an item in two steps. Two at once may both get the same order number or seat.
turn = threading.RLock()


def in_turn(write):
    @functools.wraps(write)
    def write_in_turn(*args, **kwargs):
        with turn:
            return write(*args, **kwargs)

    return write_in_turn


for name in ("_put_item", "_update_item", "_delete_item"):
    setattr(dynamodb, name, in_turn(getattr(dynamodb, name)))

# An expression may take a second of the clock, during which its thread may not
# get a turn at all when hundreds run. It would be taken for an endless loop.
evaluate = jsonata.Jsonata.jsonata
jsonata.Jsonata.jsonata = staticmethod(lambda expression, timeout=None: evaluate(expression, timeout=60_000))

sys.exit(app.main())
