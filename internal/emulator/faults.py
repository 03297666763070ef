"""What goes wrong on AWS between services and functions, for `make chaos` to switch on.

A server, see internal/chaos, decides about each delivery, batch and invocation of the
functions of some stacks, and stands between them and MiniStack. As on AWS, and unlike in
MiniStack, an event is delivered again while its function cannot be reached, and handled
again, twice at most, when its function fails.
"""

import http.client
import json
import random
import threading
import time
import urllib.parse

from ministack.core import lambda_runtime
from ministack.services import eventbridge, lambda_svc


def follow(url, stacks):
    """Lets the server at url decide about faults in stacks whose names begin with stacks."""
    address = urllib.parse.urlsplit(url).netloc

    def subject(function):
        return function.startswith(stacks)

    def ask(about, function):
        connection = http.client.HTTPConnection(address, timeout=30)
        try:
            connection.request("POST", f"/faults/{about}?" + urllib.parse.urlencode({"function": function}))
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    send_requests_to(url, subject)
    deliver_as_told(ask, subject)
    repeat_batches(ask, subject)
    kill_functions(ask, subject)


def send_requests_to(url, subject):
    """Makes functions send their requests to url."""
    environment = lambda_svc._provided_worker_env

    def environment_with_url(config, *args):
        variables = environment(config, *args)
        if subject(config["FunctionName"]):
            variables["AWS_ENDPOINT_URL"] = url
        return variables

    lambda_svc._provided_worker_env = environment_with_url


def deliver_as_told(ask, subject):
    """Delivers each event to a function after each of the delays that ask answers, in seconds."""

    def deliver(record, event, function, delay):
        time.sleep(delay)
        while not ask("reachable", function):
            time.sleep(random.uniform(0.5, 1.5))
        lambda_svc.invoke_async_with_retry(record, event)

    dispatch_once = eventbridge._dispatch_to_lambda

    def dispatch(arn, payload):
        func, config, function = lambda_svc._get_func_record_for_ref(arn)
        if not config or not subject(function):
            dispatch_once(arn, payload)
            return
        record, event = lambda_svc._execution_record_for_config(func, config), json.loads(payload)
        for delay in ask("delivery", function):
            threading.Thread(target=deliver, args=(record, event, function, delay), daemon=True).start()

    eventbridge._dispatch_to_lambda = dispatch


def repeat_batches(ask, subject):
    """Hands a batch of a table's stream over again after it was handled, if ask says so."""
    execute = lambda_svc._execute_function

    def execute_again(func, event):
        result = execute(func, event)
        records = event.get("Records") if isinstance(event, dict) else None
        if records and records[0].get("eventSource") == "aws:dynamodb" and not result.get("error"):
            function = (func.get("config") or func)["FunctionName"]
            if subject(function) and ask("batch", function):
                result = execute(func, event)
        return result

    lambda_svc._execute_function = execute_again


def kill_functions(ask, subject):
    """Kills the process of a function some seconds into an invocation, if ask answers with a number."""
    invoke = lambda_runtime.ProvidedWorker.invoke

    def kill(worker):
        process = worker._proc
        if process is not None and process.poll() is None:
            process.kill()
            ask("killed", worker.func_name)

    def invoke_and_kill(worker, *args, **kwargs):
        delay = ask("invocation", worker.func_name) if subject(worker.func_name) else None
        if delay is None:
            return invoke(worker, *args, **kwargs)
        timer = threading.Timer(delay, kill, (worker,))
        timer.start()
        try:
            return invoke(worker, *args, **kwargs)
        finally:
            timer.cancel()

    lambda_runtime.ProvidedWorker.invoke = invoke_and_kill
