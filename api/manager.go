package api

import (
	"net/http"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

var (
	managers           = []string{coffee.GroupManager}
	baristasOrManagers = []string{coffee.GroupBarista, coffee.GroupManager}
	displaysOrManagers = []string{coffee.GroupDisplay, coffee.GroupManager}
)

// Routes of the overhead display and the manager's pages.
var (
	CodeView = define[struct{}, CodeOutput](Operation{
		ID: "code-view", Method: http.MethodGet, Path: "/api/code", Function: Manager, Staff: displaysOrManagers,
		Summary:     "View the current QR code",
		Description: "Request it again at expiresAt, when the next code replaces it.",
	})
	ShopOpen = define[OpenInput, OpenOutput](Operation{
		ID: "shop-open", Method: http.MethodPut, Path: "/api/shop", Function: Manager, Staff: baristasOrManagers,
		Summary:     "Open or close the shop",
		Description: "Applies from the next order. A shop whose menu is empty cannot be opened.",
		Errors:      []coffee.ErrorCode{coffee.EmptyMenu},
	})
	MenuReplace = define[MenuInput, MenuOutput](Operation{
		ID: "menu-replace", Method: http.MethodPut, Path: "/api/menu", Function: Manager, Staff: managers, MaxBody: MaxMenuBody,
		Summary:     "Replace the menu",
		Description: "The menu of an open shop needs at least one drink.",
		Errors:      []coffee.ErrorCode{coffee.InvalidMenu, coffee.EmptyMenu},
	})
	DrinkAvailable = define[AvailableInput, MenuOutput](Operation{
		ID: "drink-available", Method: http.MethodPut, Path: "/api/menu/{drink}", Function: Manager, Staff: baristasOrManagers,
		Summary:     "Mark a drink as sold out, or as available again",
		Description: "Orders placed before the change are still made.",
		Errors:      []coffee.ErrorCode{coffee.UnknownDrink},
	})
	SettingsView = define[struct{}, LimitsOutput](Operation{
		ID: "settings-view", Method: http.MethodGet, Path: "/api/settings", Function: Manager, Staff: managers,
		Summary:     "View the settings",
		Description: "The limits of the queue and of a QR code, how long a drink waits for its customer, and the shop's time zone.",
	})
	SettingsReplace = define[LimitsInput, LimitsOutput](Operation{
		ID: "settings-replace", Method: http.MethodPut, Path: "/api/settings", Function: Manager, Staff: managers,
		Summary:     "Change the settings",
		Description: "The queue limit applies from the next order, the number of drinks at once, the period from the next QR code, the time to collect a drink within a minute, and the time zone at once.",
		Errors:      []coffee.ErrorCode{coffee.InvalidSettings},
	})
)

// QRCode is the current QR code.
type QRCode struct {
	Code      string    `json:"code" doc:"The content of the QR code."`
	Remaining int       `json:"remaining" doc:"How many drinks are left."`
	ExpiresAt time.Time `json:"expiresAt" doc:"When the next code replaces it."`
}

// CodeOutput is the current QR code.
type CodeOutput struct{ Body QRCode }

// Open is whether the shop is open.
type Open struct {
	Open bool `json:"open"`
}

// OpenInput opens or closes the shop.
type OpenInput struct{ Body Open }

// OpenOutput is whether the shop is open after the change.
type OpenOutput struct{ Body Open }

// MenuInput is a new menu.
type MenuInput struct{ Body Menu }

// MenuOutput is the menu after the change.
type MenuOutput struct{ Body Menu }

// Availability is whether a drink can be ordered.
type Availability struct {
	Available bool `json:"available"`
}

// AvailableInput marks a drink as sold out or available.
type AvailableInput struct {
	Drink string `path:"drink" pattern:"^[a-z0-9-]{1,64}$" doc:"The drink's id." example:"flat-white"`
	Body  Availability
}

// Limits are the settings that a manager replaces together, with the bounds of coffee.Limits.
type Limits struct {
	QueueLimit           int    `json:"queueLimit" minimum:"0" maximum:"400" doc:"The maximum number of orders in progress at once; 0 means the limit that the workflow was deployed with." example:"20"`
	DrinksPerCode        int    `json:"drinksPerCode" minimum:"1" maximum:"1000" doc:"How many drinks a QR code is good for. A change also applies to the current code; drinks already taken count." example:"10"`
	CodePeriodSeconds    int    `json:"codePeriodSeconds" minimum:"1" maximum:"86400" doc:"How long a QR code is valid before the next one replaces it. A change applies from the next code; the current one keeps its end." example:"300"`
	CollectWithinSeconds int    `json:"collectWithinSeconds,omitempty" minimum:"0" maximum:"86400" doc:"How long a drink is ready before its customer is reminded. After twice that time the order becomes UNCLAIMED. 0 means 600." example:"600"`
	TimeZone             string `json:"timeZone,omitempty" maxLength:"64" pattern:"^[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*)*$" doc:"The shop's time zone, an IANA name. Its days begin at midnight there. Left out, it stays as it is; a new shop is in UTC." example:"Europe/Berlin"`
}

// LimitsInput holds new limits.
type LimitsInput struct{ Body Limits }

// LimitsOutput holds the current limits.
type LimitsOutput struct{ Body Limits }
