package workflow

// The workflow's JSONata expressions. An expression that returns nothing fails its
// state, so each has a default for values that may be missing.
const (
	orderID   = "{% $states.context.Execution.Name %}"
	taskToken = "{% $states.context.Task.Token %}"
	now       = "{% $now() %}"

	// The shop's item in the config table, coffee.ShopSettings. If open is missing
	// or not a boolean, the shop is closed. If queueLimit is missing, not a number
	// or below 1, the default limit applies. It is rounded down and capped at
	// coffee.MaxQueueLimit.
	shopOpen       = "{% $exists($states.result.Item.open.BOOL) ? $states.result.Item.open.BOOL : false %}"
	liveQueueLimit = "{%% $exists($states.result.Item.queueLimit.N) and $number($states.result.Item.queueLimit.N) >= 1" +
		" ? $min([$floor($number($states.result.Item.queueLimit.N)), %d]) : %d %%}"
	isOpen     = "{% $open %}"
	queueLimit = "{% $queueLimit %}"

	// The number of executions ahead of this one: those that started earlier, or in
	// the same millisecond with a name that sorts first. If all running executions
	// counted, a burst would be rejected as a whole, because orders about to be
	// rejected would count each other. Timestamps are compared as numbers, because
	// those with and without a fraction do not sort as text. More than one page
	// means a full queue.
	ordersAhead = "{% ($me := $states.context.Execution; $now := $toMillis($me.StartTime);" +
		" $exists($states.result.NextToken) ? $queueLimit :" +
		" $count($states.result.Executions[$toMillis(StartDate) < $now or" +
		" ($toMillis(StartDate) = $now and Name < $me.Name)])) %}"
	hasCapacity = "{% $ordersAhead < $queueLimit %}"

	// A seat is the execution's name in a string set.
	seat      = orderID
	seatLimit = "{% $string($queueLimit) %}"

	// The output of the customer's callback, which may be any JSON.
	order       = "{% $states.result %}"
	placedOrder = "{% $order %}"

	// The counter's item, as returned by the update.
	newOrderNumber = "{% $number($states.result.Attributes.id_value.N) %}"
	orderNumber    = "{% $orderNumber %}"

	// The error in a catcher. A callback may omit error and cause.
	caughtError  = "{% $exists($states.errorOutput.Error) ? $string($states.errorOutput.Error) : '' %}"
	caughtCause  = "{% $exists($states.errorOutput.Cause) ? $string($states.errorOutput.Cause) : '' %}"
	failureName  = "{% $error %}"
	failureCause = "{% $cause %}"
	failureText  = "{% $error & ': ' & $cause %}"
	unheardText  = "{% $error & ': ' & $cause & '; no event says so: ' & $emitError & ': ' & $emitCause %}"

	// Transient errors: throttling, internal errors of a service, and broken
	// connections. Errors listed in the service's API reference have their own
	// name (DynamoDB.ProvisionedThroughputExceededException). All others, such as
	// the ThrottlingException of Step Functions, have the name of the SDK's base
	// exception (Sfn.SfnException, DynamoDB.AmazonDynamoDBException). So does
	// AccessDenied, so only the cause tells the two apart.
	isTransient = "{% $contains($error & ' ' & $cause, /throttl|throughput|rate exceeded|request ?limit ?exceeded" +
		"|internal ?(server|failure|error)|service ?unavailable|SdkClientException|status code: (429|5[0-9][0-9])/i) %}"

	// Errors of the workflow itself begin with the name of a service, States or
	// EventBridge; all others come from the caller of SendTaskFailure.
	isCallback = "{% $not($substringBefore($error, '.') in ['States', 'EventBridge']) %}"
)

// variables maps the variables that a state assigns to their expressions.
type variables map[string]string

func (v variables) assign() *map[string]any {
	if len(v) == 0 {
		return nil
	}
	assign := make(map[string]any, len(v))
	for name, expression := range v {
		assign[name] = expression
	}
	return &assign
}
