"""Starts MiniStack without three faults that it has in a crowd, and one of refreshed tokens.

Policies are checked by item as well, see access.py.

Tests may ask for more of what AWS does in a crowd, see crowd.py, and for what goes wrong
there, see faults.py. Should MiniStack do all of it one day, start .venv/bin/ministack as
it is and delete these files.
"""

import functools
import os
import sys
import threading

import access
import crowd
import faults
import jsonata
from ministack import app
from ministack.core import lambda_runtime
from ministack.services import cognito, dynamodb

# The writes of state machines run on threads of their own, and read and write
# an item in two steps. Two at once may both get the same order number or seat.
turn = threading.RLock()


def in_turn(write):
    @functools.wraps(write)
    def write_in_turn(*args, **kwargs):
        with turn:
            return write(*args, **kwargs)

    return write_in_turn


access.check_items()

if hold := os.environ.get("COFFEESHOP_TRANSACTION_MS"):
    crowd.hold_items(int(hold) / 1000)
if lag := os.environ.get("COFFEESHOP_LISTING_LAG_MS"):
    crowd.hide_young_executions(int(lag) / 1000)
if url := os.environ.get("COFFEESHOP_FAULTS_URL"):
    faults.follow(url, os.environ["COFFEESHOP_FAULTS_STACKS"])

for name in ("_put_item", "_update_item", "_delete_item", "_transact_write_items"):
    setattr(dynamodb, name, in_turn(getattr(dynamodb, name)))

# An expression may take a second of the clock, during which its thread may not
# get a turn at all when hundreds run. It would be taken for an endless loop.
evaluate = jsonata.Jsonata.jsonata
jsonata.Jsonata.jsonata = staticmethod(lambda expression, timeout=None: evaluate(expression, timeout=60_000))

# On AWS each invocation has a share of a processor to itself. Here all of them share a few
# with everything else, and may take longer.
new_worker = lambda_runtime.ProvidedWorker.__init__


def new_patient_worker(worker, name, config, code):
    new_worker(worker, name, {**config, "Timeout": 3 * config["Timeout"]}, code)


lambda_runtime.ProvidedWorker.__init__ = new_patient_worker

# The access token for a refresh token lacks the user's groups.
new_token = cognito._fake_token


def new_token_with_groups(sub, pool_id, client_id, token_type="access", username="", **kwargs):
    if not kwargs.get("groups"):
        pool = cognito._get_pool_unscoped(pool_id) or {}
        kwargs["groups"] = pool.get("_users", {}).get(username, {}).get("_groups")
    return new_token(sub, pool_id, client_id, token_type, username, **kwargs)


cognito._fake_token = new_token_with_groups

sys.exit(app.main())
