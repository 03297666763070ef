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
		Summary:     "The current QR code",
		Description: "Read it again at expiresAt, when the next one comes.",
	})
	ShopOpen = define[OpenInput, OpenOutput](Operation{
		ID: "shop-open", Method: http.MethodPut, Path: "/api/shop", Function: Manager, Staff: baristasOrManagers,
		Summary:     "Open or close the shop",
		Description: "Takes effect from the next order on. A shop without a drink on its menu cannot be opened.",
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
		Description: "Orders that were placed before are made all the same.",
		Errors:      []coffee.ErrorCode{coffee.UnknownDrink},
	})
	SettingsView = define[struct{}, LimitsOutput](Operation{
		ID: "settings-view", Method: http.MethodGet, Path: "/api/settings", Function: Manager, Staff: managers,
		Summary:     "The limits",
		Description: "How long the queue may be, what a QR code is good for, and how long a drink waits for its customer.",
	})
	SettingsReplace = define[LimitsInput, LimitsOutput](Operation{
		ID: "settings-replace", Method: http.MethodPut, Path: "/api/settings", Function: Manager, Staff: managers,
		Summary:     "Set the limits",
		Description: "The queue's limit holds from the next order on, the number of drinks at once, the period from the next QR code on, the time to collect a drink within a minute.",
		Errors:      []coffee.ErrorCode{coffee.InvalidSettings},
	})
)

// QRCode is the current QR code.
type QRCode struct {
	Code      string    `json:"code" doc:"The content of the QR code."`
	Remaining int       `json:"remaining" doc:"How many drinks it is still good for."`
	ExpiresAt time.Time `json:"expiresAt" doc:"When the next one comes."`
}

// CodeOutput is the current QR code.
type CodeOutput struct{ Body QRCode }

// Open says whether the shop is open.
type Open struct {
	Open bool `json:"open"`
}

// OpenInput opens or closes the shop.
type OpenInput struct{ Body Open }

// OpenOutput says whether the shop is open now.
type OpenOutput struct{ Body Open }

// MenuInput is a new menu.
type MenuInput struct{ Body Menu }

// MenuOutput is the menu as it is now.
type MenuOutput struct{ Body Menu }

// Availability says whether a drink can be ordered.
type Availability struct {
	Available bool `json:"available"`
}

// AvailableInput marks a drink as sold out or available.
type AvailableInput struct {
	Drink string `path:"drink" pattern:"^[a-z0-9-]{1,64}$" doc:"The drink's id." example:"flat-white"`
	Body  Availability
}

// Limits are the numbers among the settings. Their bounds are those of
// coffee.Limits.
type Limits struct {
	QueueLimit           int `json:"queueLimit" minimum:"0" maximum:"400" doc:"How many orders may be underway at once; 0 leaves it to the workflow." example:"20"`
	DrinksPerCode        int `json:"drinksPerCode" minimum:"1" maximum:"1000" doc:"How many drinks a QR code is good for. A change holds for the current one, too: what was taken stays taken." example:"10"`
	CodePeriodSeconds    int `json:"codePeriodSeconds" minimum:"1" maximum:"86400" doc:"How long a QR code is shown before the next one. A change holds from the next one on: the current one stays until its end." example:"300"`
	CollectWithinSeconds int `json:"collectWithinSeconds,omitempty" minimum:"0" maximum:"86400" doc:"How long a drink may be ready before its customer is reminded; after twice that it is given up. 0 stands for 600." example:"600"`
}

// LimitsInput is new limits.
type LimitsInput struct{ Body Limits }

// LimitsOutput is the limits as they are now.
type LimitsOutput struct{ Body Limits }
