"""What AWS does in a crowd and MiniStack does not, for tests to switch on."""

import asyncio
import functools
import json
import time

from ministack.core.responses import error_response_json, json_response
from ministack.services import dynamodb, stepfunctions

CONFLICT = "Transaction is ongoing for the item"  # DynamoDB's message


def hold_items(seconds):
    """Lets a transaction take some seconds, during which it holds its items.

    Whoever else writes to one of them meanwhile is refused, functions and state
    machines alike. What a transaction only checks is held as well. Reads show the
    items as they were before.
    """
    held = set()
    handle = dynamodb.handle_request
    transact = dynamodb._transact_write_items

    async def handle_request(method, path, headers, body, query_params):
        if headers.get("x-amz-target", "").endswith(".TransactWriteItems"):
            items = set(items_of(json.loads(body)))
            if held.isdisjoint(items):
                held.update(items)
                try:
                    await asyncio.sleep(seconds)
                finally:
                    held.difference_update(items)
        # No other request gets a turn between the line above and the write.
        return await handle(method, path, headers, body, query_params)

    def transact_unless_held(data):
        conflicts = [item in held for item in items_of(data)]
        return cancellation(conflicts) if any(conflicts) else transact(data)

    def unless_held(write):
        @functools.wraps(write)
        def write_unless_held(data):
            if item_of(data) in held:
                return error_response_json("TransactionConflictException", CONFLICT, 400)
            return write(data)

        return write_unless_held

    dynamodb.handle_request = handle_request
    dynamodb._transact_write_items = transact_unless_held
    for name in ("_put_item", "_update_item", "_delete_item"):
        setattr(dynamodb, name, unless_held(getattr(dynamodb, name)))


def items_of(transaction):
    """Identifies each item of a TransactWriteItems request, in its order."""
    return [item_of(action) for member in transaction.get("TransactItems", []) for action in member.values()]


def item_of(write):
    """Identifies the item that a write, or one action of a transaction, is for."""
    table = dynamodb._tables.get(dynamodb._normalize_table_name(write.get("TableName")))
    if not table:
        return None
    key = dynamodb._extract_key_from_item(table, write.get("Item") or write.get("Key") or {})
    return table["TableArn"], json.dumps(key, sort_keys=True)


def cancellation(conflicts):
    """Makes the answer to a transaction, of which some items were in conflict."""
    reasons = [{"Code": "TransactionConflict", "Message": CONFLICT} if conflict else {"Code": "None"} for conflict in conflicts]
    codes = ", ".join(reason["Code"] for reason in reasons)
    message = f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"
    return error_response_json("TransactionCanceledException", message, 400, extra={"CancellationReasons": reasons})


def hide_young_executions(seconds):
    """Leaves executions out of ListExecutions for some seconds after their start.

    Pages are cut before that, so they may be shorter than they could be.
    """
    list_executions = stepfunctions._list_executions

    def list_old_executions(data):
        status, headers, body = list_executions(data)
        if status != 200:
            return status, headers, body
        listed = json.loads(body)
        latest = (time.time() - seconds) * 1000
        listed["executions"] = [e for e in listed["executions"] if stepfunctions._iso_to_epoch_ms(e["startDate"]) <= latest]
        return json_response(listed)

    stepfunctions._list_executions = list_old_executions
