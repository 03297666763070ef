package reference

import (
	"fmt"
	"strings"
)

// expectations lists inputs and expected values for each of the workflow's expressions,
// by field, a pattern of path.Match. Each expression must have exactly one entry, and
// each entry an expression.
var expectations = []struct {
	field string
	rows  []row
}{
	{"CheckShopStatus/Assign/open", shopOpen},
	{"CheckShopStatus/Assign/queueLimit", liveQueueLimit},
	{"IsShopOpen/Choices/0/Condition", []row{
		{"an open shop", variable("open", `true`), `true`},
		{"a closed shop", variable("open", `false`), `false`},
	}},
	{"ListRunningOrders/Assign/ordersAhead", ordersAhead},
	{"HasCapacity/Choices/0/Condition", []row{
		{"nobody ahead", ahead(0, 1), `true`},
		{"the last place", ahead(19, 20), `true`},
		{"as many ahead as the limit", ahead(20, 20), `false`},
		{"the highest limit", ahead(400, 400), `false`},
	}},
	{"TakeSeat/Arguments/ExpressionAttributeValues/:limit/N", []row{
		{"a limit", variable("queueLimit", `20`), `"20"`},
		{"the lowest limit", variable("queueLimit", `1`), `"1"`},
		{"the highest limit", variable("queueLimit", `400`), `"400"`},
	}},
	{"TakeSeat/Arguments/ExpressionAttributeValues/:order/S", executionName},
	{"TakeSeat/Arguments/ExpressionAttributeValues/:seat/SS/0", executionName},
	{"GiveBackSeatOf*/Arguments/ExpressionAttributeValues/:seat/SS/0", executionName},
	{"EmitOrderStarted/Assign/order", shapes(result)},
	{"GenerateOrderNumber/Assign/orderNumber", []row{
		{"the first number", result(`{"Attributes": {"id": {"S": "orderId"}, "id_value": {"N": "1"}}}`), `1`},
		{"a large number", result(`{"Attributes": {"id_value": {"N": "1234567890"}}}`), `1234567890`},
		{"a number of another type", result(`{"Attributes": {"id_value": {"S": "7"}}}`), failure},
		{"no attributes", result(`{}`), failure},
	}},
	{"IsCancelled/Choices/0/Condition", cancelled},
	{"*/Catch/*/Assign/error", caught("Error", "Cause")},
	{"*/Catch/*/Assign/cause", caught("Cause", "Error")},
	{"EmitOrderFailed/Catch/0/Assign/emitError", caught("Error", "Cause")},
	{"EmitOrderFailed/Catch/0/Assign/emitCause", caught("Cause", "Error")},
	{"OrderFailed/Cause", failureText},
	{"FailedUnheard/Cause", []row{
		{"two errors", input{Variables: object{"error": "Error.Type", "cause": "why", "emitError": "EventBridge.X", "emitCause": "no bus"}},
			`"Error.Type: why; no event says so: EventBridge.X: no bus"`},
		{"no texts", input{Variables: object{"error": "", "cause": "", "emitError": "", "emitCause": ""}}, `": ; no event says so: : "`},
	}},
	{"IsTransient/Choices/0/Condition", transient},
	{"*/Arguments/Entries/0/Detail/orderId", executionName},
	{"*/Arguments/Entries/0/Detail/time", []row{{"the clock", input{}, timestamp}}},
	{"*/Arguments/Entries/0/Detail/taskToken", []row{{"the state's token", input{}, `"` + taskToken + `"`}}},
	{"*/Arguments/Entries/0/Detail/orderNumber", []row{{"a number", variable("orderNumber", `7`), `7`}}},
	{"*/Arguments/Entries/0/Detail/queueLimit", []row{{"a limit", variable("queueLimit", `20`), `20`}}},
	{"*/Arguments/Entries/0/Detail/order", shapes(func(text string) input { return variable("order", text) })},
	{"*/Arguments/Entries/0/Detail/error", texts("error")},
	{"*/Arguments/Entries/0/Detail/cause", texts("cause")},
	{"*/Output/detail/orderId", executionName},
	{"*/Output/detail/time", []row{{"the clock", input{}, timestamp}}},
	{"*/Output/detail/orderNumber", []row{{"a number", variable("orderNumber", `7`), `7`}}},
	{"*/Output/detail/queueLimit", []row{{"a limit", variable("queueLimit", `20`), `20`}}},
	{"*/Output/detail/error", texts("error")},
	{"*/Output/detail/cause", texts("cause")},
}

// A shop is open only if its item has the boolean true.
var shopOpen = []row{
	{"no item", result(`{}`), `false`},
	{"an empty item", result(`{"Item": {}}`), `false`},
	{"an open shop", item("open", `{"BOOL": true}`), `true`},
	{"a closed shop", item("open", `{"BOOL": false}`), `false`},
	{"text", item("open", `{"S": "true"}`), `false`},
	{"a number", item("open", `{"N": "1"}`), `false`},
	{"nothing", item("open", `{"NULL": true}`), `false`},
	{"a map", item("open", `{"M": {"BOOL": {"BOOL": true}}}`), `false`},
}

// A limit is a whole number from 1 to 400. A higher one means 400, anything else the
// construct's default of 20.
var liveQueueLimit = []row{
	{"no item", result(`{}`), `20`},
	{"no limit", item("open", `{"BOOL": true}`), `20`},
	{"the lowest", item("queueLimit", `{"N": "1"}`), `1`},
	{"one in between", item("queueLimit", `{"N": "25"}`), `25`},
	{"the highest", item("queueLimit", `{"N": "400"}`), `400`},
	{"one too many", item("queueLimit", `{"N": "401"}`), `400`},
	{"a huge one", item("queueLimit", `{"N": "1`+strings.Repeat("0", 37)+`"}`), `400`},
	{"zero", item("queueLimit", `{"N": "0"}`), `20`},
	{"a negative one", item("queueLimit", `{"N": "-3"}`), `20`},
	{"a hugely negative one", item("queueLimit", `{"N": "-1`+strings.Repeat("0", 37)+`"}`), `20`},
	{"a fraction", item("queueLimit", `{"N": "7.9"}`), `7`},
	{"a fraction of one", item("queueLimit", `{"N": "0.9"}`), `20`},
	{"text", item("queueLimit", `{"S": "3"}`), `20`},
	{"a boolean", item("queueLimit", `{"BOOL": true}`), `20`},
	{"nothing", item("queueLimit", `{"NULL": true}`), `20`},
	{"a list", item("queueLimit", `{"L": [{"N": "3"}]}`), `20`},
}

// An order is ahead of this one (m, 08:00:00.500 UTC) if it started earlier, or in the
// same millisecond and its name sorts before m.
var ordersAhead = []row{
	{"no list", result(`{}`), `0`},
	{"an empty list", listing(), `0`},
	{"itself", listing("m 2026-11-25T08:00:00.500Z"), `0`},
	{"an earlier one", listing("z 2026-11-25T08:00:00.499Z"), `1`},
	{"a later one", listing("a 2026-11-25T08:00:00.501Z"), `0`},
	{"a lesser name", listing("l 2026-11-25T08:00:00.500Z"), `1`},
	{"a greater name", listing("n 2026-11-25T08:00:00.500Z"), `0`},
	{"a fraction with fewer digits", listing("l 2026-11-25T08:00:00.5Z"), `1`},
	{"no fraction, earlier though it sorts later as text", listing("z 2026-11-25T08:00:00Z"), `1`},
	{"no fraction, later", listing("a 2026-11-25T08:00:01Z"), `0`},
	{"another zone, earlier", listing("z 2026-11-25T09:00:00.400+01:00"), `1`},
	{"another zone, later", listing("a 2026-11-25T03:00:00.600-05:00"), `0`},
	{"another zone, the same instant", listing("l 2026-11-25T13:30:00.500+05:30"), `1`},
	{"all of these", listing("m 2026-11-25T08:00:00.500Z", "z 2026-11-25T08:00:00.499Z", "a 2026-11-25T08:00:00.501Z",
		"l 2026-11-25T08:00:00.500Z", "z 2026-11-25T08:00:00Z", "a 2026-11-25T03:00:00.600-05:00"), `3`},
	{"a full page", listing(strings.Split(strings.Repeat("a 2026-11-25T07:00:00Z,", 399)+"a 2026-11-25T07:00:00Z", ",")...), `400`},
	{"more than a page", input{Result: value(`{"Executions": [], "NextToken": "more"}`), Variables: object{"queueLimit": 20}}, `20`},
	{"its own start without a fraction", since("2026-11-25T08:00:00Z", "z 2026-11-25T07:59:59.999Z"), `1`},
	{"its own start in another zone", since("2026-11-25T10:00:00+02:00", "z 2026-11-25T07:59:59.999Z", "a 2026-11-25T08:00:00.001Z"), `1`},
	{"an invalid date", listing("a yesterday"), failure},
}

// An error is the workflow's own if its name begins with the name of a service that the
// workflow calls. Any other comes from the callback, where it can be empty.
var cancelled = []row{
	{"no name", variable("error", `""`), `true`},
	{"a name", variable("error", `"ShopClosing"`), `true`},
	{"a name with a dot", variable("error", `"Error.Type"`), `true`},
	{"only a dot", variable("error", `"."`), `true`},
	{"a name that begins like a service's", variable("error", `"Statesman.Retired"`), `true`},
	{"a service's name in lower case", variable("error", `"states.timeout"`), `true`},
	{"a service's name further on", variable("error", `"Customer.States"`), `true`},
	{"letters outside ASCII", variable("error", `"Überfüllt.咖啡"`), `true`},
	{"a time-out", variable("error", `"States.Timeout"`), `false`},
	{"too much data", variable("error", `"States.DataLimitExceeded"`), `false`},
	{"a refused event", variable("error", `"EventBridge.FailedEntry"`), `false`},
	{"an event that was never sent", variable("error", `"EventBridge.SdkClientException"`), `false`},
}

// An error is transient if its name or its cause says so, in upper or lower case.
var transient = []row{
	{"a throttled listing", failed("Sfn.SfnException", "Rate exceeded (Service: Sfn, Status Code: 400)"), `true`},
	{"a throttled listing by its name", failed("Sfn.SfnException", "ThrottlingException"), `true`},
	{"a throttled table", failed("DynamoDB.ProvisionedThroughputExceededException", ""), `true`},
	{"an account's limit", failed("DynamoDB.RequestLimitExceeded", ""), `true`},
	{"a server's error", failed("DynamoDB.InternalServerErrorException", ""), `true`},
	{"a 5xx status", failed("Sfn.SfnException", "(Service: Sfn, Status Code: 503, Request ID: 1)"), `true`},
	{"the status 429", failed("Sfn.SfnException", "status code: 429"), `true`},
	{"a broken connection", failed("Sfn.SdkClientException", "Unable to execute HTTP request"), `true`},
	{"a missing permission", failed("Sfn.SfnException", "is not authorized to perform: states:ListExecutions (Service: Sfn, Status Code: 400)"), `false`},
	{"a missing table", failed("DynamoDB.ResourceNotFoundException", "Status Code: 400"), `false`},
	{"an expression that failed", failed("States.QueryEvaluationError", "no value"), `false`},
	{"no texts", failed("", ""), `false`},
}

// failureText formats an error and its cause as text.
var failureText = []row{
	{"an error and a cause", failed("Error.Type", "why"), `"Error.Type: why"`},
	{"neither", failed("", ""), `": "`},
	{"quotes and lines", failed(`{"a": "b"}`, "1\n2"), `"{\"a\": \"b\"}: 1\n2"`},
}

// executionName covers the ID of an order and of its seat.
var executionName = []row{
	{"an ID", input{}, `"` + orderID + `"`},
	{"all characters of an ID", input{Execution: object{"Name": "Az09-_"}}, `"Az09-_"`},
}

// shapes lists outputs of a callback, all of which must reach the barista unchanged.
func shapes(as func(text string) input) []row {
	var rows []row
	for _, text := range []string{
		`{}`, `[]`, `null`, `""`, `0`, `false`, `true`, `-1.5`, `1e21`, `"latte"`, `"{% $now() %}"`,
		`[7]`, `[[7]]`, `[[]]`, `[null]`, `[{"drink": "latte"}]`, `[1, [2, [3]]]`,
		`{"drink": "latte", "modifiers": {"milk": "oat"}}`, `{"result": {"result": []}}`, `{"$": 1, "": null, "a b": [{}]}`,
	} {
		rows = append(rows, row{text, as(text), text})
	}
	return rows
}

// texts lists texts that must not change.
func texts(name string) []row {
	var rows []row
	for _, text := range []string{`""`, `"Error.Type"`, `"it's \"odd\"\n\\ and 咖啡"`, `"{\"errorMessage\": \"JSON\"}"`, `"{% $now() %}"`} {
		rows = append(rows, row{text, variable(name, text), text})
	}
	return rows
}

// caught lists what a catcher can find in a field of the error output: a callback sets
// that field, the other one, both or neither.
func caught(field, other string) []row {
	saw := func(text string) input { return input{ErrorOutput: value(text)} }
	rows := []row{
		{"neither field", saw(`{}`), `""`},
		{"only the other field", saw(fmt.Sprintf(`{%q: "other"}`, other)), `""`},
		{"a number", saw(fmt.Sprintf(`{%q: 42}`, field)), `"42"`},
		{"an object", saw(fmt.Sprintf(`{%q: {"a": [1]}}`, field)), `"{\"a\":[1]}"`},
	}
	for _, r := range texts("") {
		rows = append(rows, row{r.want, saw(fmt.Sprintf(`{%q: %s, %q: "other"}`, field, r.want, other)), r.want})
	}
	return rows
}

func result(text string) input { return input{Result: value(text)} }

// item is the result of reading a shop's item with one attribute.
func item(attribute, text string) input {
	return result(fmt.Sprintf(`{"Item": {"pk": {"S": "config"}, "sk": {"S": "shop"}, %q: %s}}`, attribute, text))
}

func variable(name, text string) input { return input{Variables: object{name: value(text)}} }

func ahead(orders, limit int) input {
	return input{Variables: object{"ordersAhead": orders, "queueLimit": limit}}
}

func failed(name, cause string) input {
	return input{Variables: object{"error": name, "cause": cause}}
}

// listing is the input of m with a list of executions, each "name start".
func listing(executions ...string) input { return since("2026-11-25T08:00:00.500Z", executions...) }

// since is a listing where m started at start.
func since(start string, executions ...string) input {
	list := []any{}
	for _, execution := range executions {
		name, started, _ := strings.Cut(execution, " ")
		list = append(list, object{"Name": name, "StartDate": started})
	}
	return input{Execution: object{"Name": "m", "StartTime": start}, Result: object{"Executions": list}, Variables: object{"queueLimit": 20}}
}
