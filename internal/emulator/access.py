"""Gives MiniStack the condition keys that limit a DynamoDB request to certain items.

MiniStack evaluates policies by action and table. It does not know which items a request
is for, and so every policy's condition on them holds.
"""

import json
import re
import sys

from ministack.core import iam_actions, iam_evaluator
from ministack.services import dynamodb

REQUEST = "coffeeshop:request"  # how the request gets from the one function to the other


def check_items():
    """Adds dynamodb:LeadingKeys and dynamodb:Attributes, for each table of a request.

    Only requests that name their items by key have them, so not those of Query and Scan.
    The keys of a transaction's items in one table are checked together, which allows the
    same as one by one. A line of the log tells each refusal.
    """
    context_of = iam_actions.dynamodb_service_context
    enforce = iam_evaluator.enforce

    def context_with_request(body):
        return {**context_of(body), REQUEST: body}

    def enforce_with_items(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
        if service == "dynamodb" and service_context and REQUEST in service_context:
            context = {name: value for name, value in service_context.items() if name != REQUEST}
            context.update(items_in(resource_arn, service_context[REQUEST]))
            service_context = context
        result = enforce(access_key_id, iam_action, service, region, resource_arn=resource_arn, service_context=service_context)
        if isinstance(result, iam_evaluator.EvalResult):  # not a fault of the signature
            sys.stdout.write(f"denied {result.principal_arn} {iam_action} {resource_arn}\n")  # in one piece
        return result

    iam_actions.dynamodb_service_context = context_with_request
    iam_evaluator.enforce = enforce_with_items


def items_in(table_arn, body):
    """Returns the condition keys for the items of one table that a request is for."""
    name = table_arn.rpartition(":table/")[2]
    table = dynamodb._tables.get(dynamodb._normalize_table_name(name))
    if not table:
        return {}
    keys, attributes = set(), set()
    for part in parts_of(json.loads(body or b"{}"), name):
        item = part.get("Key") or part.get("Item") or {}
        keys.update(str(next(iter(value.values()))) for value in [item.get(table["pk_name"])] if value)
        attributes.update(item, names_in(part))
    if not keys:
        return {}
    return {"dynamodb:LeadingKeys": sorted(keys), "dynamodb:Attributes": sorted(attributes)}


def parts_of(request, table):
    """Lists the parts of a request that each name an item of a table."""
    if "TransactItems" in request:
        return [part for item in request["TransactItems"] for part in item.values() if part.get("TableName") == table]
    if "RequestItems" in request:
        return [{"Key": key} for key in request["RequestItems"].get(table, {}).get("Keys", [])]
    return [request]


EXPRESSIONS = ("UpdateExpression", "ConditionExpression", "ProjectionExpression")
WORDS = {"SET", "REMOVE", "ADD", "DELETE", "AND", "OR", "NOT", "IN", "BETWEEN", "ATTRIBUTE_EXISTS", "ATTRIBUTE_NOT_EXISTS",
         "ATTRIBUTE_TYPE", "BEGINS_WITH", "CONTAINS", "SIZE", "IF_NOT_EXISTS", "LIST_APPEND"}


def names_in(part):
    """Lists the top-level attributes that the expressions of a request name."""
    placeholders = part.get("ExpressionAttributeNames") or {}
    text = " ".join(part.get(expression) or "" for expression in EXPRESSIONS)
    paths = re.findall(r"(?<![:.\w])#?\w+", text)
    return {placeholders.get(name, name) for name in paths if name.upper() not in WORDS and not name.isdigit()}
