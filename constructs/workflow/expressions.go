package workflow

// The workflow's JSONata expressions. An expression that yields nothing fails
// its state, so each has a value for what may be missing.
const (
	orderID   = "{% $states.context.Execution.Name %}"
	taskToken = "{% $states.context.Task.Token %}"
	now       = "{% $now() %}"

	// The shop's item in the config table, as coffee.ShopSettings has it. What
	// is missing or of another type counts as closed, or leaves the default, as
	// a limit of less than 1 does. A limit is a whole number, no higher than the
	// API allows, as GET /api/settings shows it.
	shopOpen       = "{% $exists($states.result.Item.open.BOOL) ? $states.result.Item.open.BOOL : false %}"
	liveQueueLimit = "{%% $exists($states.result.Item.queueLimit.N) and $number($states.result.Item.queueLimit.N) >= 1" +
		" ? $min([$floor($number($states.result.Item.queueLimit.N)), %d]) : %d %%}"
	isOpen     = "{% $open %}"
	queueLimit = "{% $queueLimit %}"

	// The executions ahead of this one: those that started earlier, or in the
	// same millisecond under a lesser name. To count every running one would
	// turn everyone in a burst away, since those about to be rejected would
	// count each other. Timestamps are compared as numbers, since those with
	// and without a fraction do not sort as text. More than one page means a
	// full queue.
	ordersAhead = "{% ($me := $states.context.Execution; $now := $toMillis($me.StartTime);" +
		" $exists($states.result.NextToken) ? $queueLimit :" +
		" $count($states.result.Executions[$toMillis(StartDate) < $now or" +
		" ($toMillis(StartDate) = $now and Name < $me.Name)])) %}"
	hasCapacity = "{% $ordersAhead < $queueLimit %}"

	// A seat is this execution's name in a string set.
	seat      = orderID
	seatLimit = "{% $string($queueLimit) %}"

	// What the customer's callback gave, of whatever shape.
	order       = "{% $states.result %}"
	placedOrder = "{% $order %}"

	// The counter's item, as the update returned it.
	newOrderNumber = "{% $number($states.result.Attributes.id_value.N) %}"
	orderNumber    = "{% $orderNumber %}"

	// What a catcher saw. A callback may name neither error nor cause.
	caughtError  = "{% $exists($states.errorOutput.Error) ? $string($states.errorOutput.Error) : '' %}"
	caughtCause  = "{% $exists($states.errorOutput.Cause) ? $string($states.errorOutput.Cause) : '' %}"
	failureName  = "{% $error %}"
	failureCause = "{% $cause %}"
	failureText  = "{% $error & ': ' & $cause %}"
	unheardText  = "{% $error & ': ' & $cause & '; no event says so: ' & $emitError & ': ' & $emitCause %}"

	// Errors that may pass: throttling, a service's own errors, and connections
	// that broke. An error that the service's API reference lists is reported
	// by its name (DynamoDB.ProvisionedThroughputExceededException). Any other,
	// such as the ThrottlingException of Step Functions, is reported by the
	// name of the SDK's base exception (Sfn.SfnException,
	// DynamoDB.AmazonDynamoDBException), which a missing right is reported by as
	// well, so that only the cause tells them apart.
	isTransient = "{% $contains($error & ' ' & $cause, /throttl|throughput|rate exceeded|request ?limit ?exceeded" +
		"|internal ?(server|failure|error)|service ?unavailable|SdkClientException|status code: (429|5[0-9][0-9])/i) %}"

	// Errors of the workflow itself begin with the name of the service that
	// reports them; any other comes from whoever answered the callback.
	isCallback = "{% $not($substringBefore($error, '.') in ['States', 'EventBridge']) %}"
)

// variables gives the expression for each variable that a state assigns.
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
