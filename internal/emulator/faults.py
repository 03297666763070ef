"""What goes wrong on AWS between services and functions, for `make chaos` to switch on.

A server, see internal/chaos, decides about each delivery, batch and invocation. As on
AWS, and unlike in MiniStack, an event is delivered again while its function cannot be
reached, and handled again, twice at most, when its function fails.
"""

import http.client
import json
import random
import threading
import time
import urllib.parse

from ministack.core import lambda_runtime
from ministack.services import eventbridge, lambda_svc


def follow(url):
    """Lets the server at url decide about faults."""
    address = urllib.parse.urlsplit(url).netloc

    def ask(about, function):
        connection = http.client.HTTPConnection(address, timeout=30)
        try:
            connection.request("POST", f"/faults/{about}?" + urllib.parse.urlencode({"function": function}))
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    deliver_as_told(ask)
    repeat_batches(ask)
    kill_functions(ask)


def deliver_as_told(ask):
    """Delivers each event to a function after each of the delays that ask answers, in seconds."""

    def deliver(record, event, function, delay):
        time.sleep(delay)
        while not ask("reachable", function):
            time.sleep(random.uniform(0.5, 1.5))
        lambda_svc.invoke_async_with_retry(record, event)

    def dispatch(arn, payload):
        func, config, function = lambda_svc._get_func_record_for_ref(arn)
        if not func or not config:
            return
        record, event = lambda_svc._execution_record_for_config(func, config), json.loads(payload)
        for delay in ask("delivery", function):
            threading.Thread(target=deliver, args=(record, event, function, delay), daemon=True).start()

    eventbridge._dispatch_to_lambda = dispatch


def repeat_batches(ask):
    """Hands a batch of a table's stream over again after it was handled, if ask says so."""
    execute = lambda_svc._execute_function

    def execute_again(func, event):
        result = execute(func, event)
        records = event.get("Records") if isinstance(event, dict) else None
        if records and records[0].get("eventSource") == "aws:dynamodb" and not result.get("error"):
            if ask("batch", (func.get("config") or func)["FunctionName"]):
                result = execute(func, event)
        return result

    lambda_svc._execute_function = execute_again


def kill_functions(ask):
    """Kills the process of a function some seconds into an invocation, if ask answers with a number."""
    invoke = lambda_runtime.ProvidedWorker.invoke

    def kill(worker):
        process = worker._proc
        if process is not None and process.poll() is None:
            process.kill()
            ask("killed", worker.func_name)

    def invoke_and_kill(worker, *args, **kwargs):
        delay = ask("invocation", worker.func_name)
        if delay is None:
            return invoke(worker, *args, **kwargs)
        timer = threading.Timer(delay, kill, (worker,))
        timer.start()
        try:
            return invoke(worker, *args, **kwargs)
        finally:
            timer.cancel()

    lambda_runtime.ProvidedWorker.invoke = invoke_and_kill
