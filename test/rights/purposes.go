package rights

// purposes says what each role does with each resource.
var purposes = map[string]map[string]string{
	"Barista": {
		"orders table":                "claims, releases, completes, recalls, collects and cancels orders, and takes them by hand",
		"orders table/index/by-state": "lists the queue",
		"config table":                "refuses orders by hand while the shop is closed or full, and checks them against the menu",
		"counter table":               "gives the drink of a cancelled order back to its QR code",
		"workflow":                    "starts orders taken by hand, and answers the workflow",
		"event bus":                   "publishes OrderClaimed, OrderReleased, OrderRecalled and OrderCollected",
	},
	"Customer": {
		"orders table":                "creates orders, and shows, places and cancels them for whoever has the secret",
		"orders table/index/by-state": "shows the board and the length of the queue",
		"config table":                "shows settings and menu, refuses orders while the shop is closed or full, and checks them against the menu",
		"counter table":               "checks QR codes, takes a drink from them and gives it back",
		"workflow":                    "starts orders, and answers the workflow",
	},
	"BusFollowHours": {
		"hours' function": "invokes the hours' function each minute",
	},
	"Hours": {
		"config table": "reads the opening hours, and opens and closes the shop if there is a menu",
		"event bus":    "publishes ShopStatusChanged",
	},
	"Janitor": {
		"orders table":                "compares orders with their executions, and ends them or reminds their customers",
		"orders table/index/by-state": "finds these orders",
		"config table":                "reads after how long a drink is not collected",
		"counter table":               "gives back drinks and seats that were not given back",
		"workflow":                    "lists the executions that run, and gives them answers that got lost",
		"executions of the workflow":  "reads how an execution ended",
		"event bus":                   "publishes OrderUnclaimed, and OrderFailed for executions that ended without an event",
	},
	"Live": {
		"connections table":                        "stores connections and their subscriptions",
		"queue of idle checks":                     "checks later whether a connection has subscribed",
		"WebSocket API/live/POST/@connections/*":   "sends messages to connections",
		"WebSocket API/live/DELETE/@connections/*": "closes connections that are refused or idle",
		"orders table":                             "checks an order's secret and sends the order",
		"orders table/index/by-state":              "sends the queue and the board",
		"config table":                             "sends settings and menu",
		"counter table":                            "sends the current QR code to displays, and creates it or changes its number of drinks if need be",
	},
	"Manager": {
		"orders table/index/by-state": "counts and lists the orders of a day",
		"counter table":               "shows the current QR code, creates it if need be, and changes its number of drinks",
		"config table":                "changes settings, opening hours and menu, and opens and closes the shop",
		"event bus":                   "publishes ShopStatusChanged, MenuChanged, HoursChanged and SettingsChanged",
	},
	"Tracker": {
		"orders table":  "applies the workflow's events to orders",
		"counter table": "gives back the drink and the seat of an order that has ended",
		"config table":  "notes that the queue is full",
		"workflow":      "answers the workflow of an order that was placed or cancelled before",
	},
	"Workflow": {
		"config table":  "reads whether the shop is open, and its limits",
		"counter table": "takes an order number, and takes and gives back seats",
		"event bus":     "publishes the workflow's events",
		"workflow":      "counts the executions ahead of an order",
	},
}
