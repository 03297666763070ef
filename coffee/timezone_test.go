package coffee_test

import (
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestTimeZonesAreIANANames(t *testing.T) {
	for name, valid := range map[string]bool{
		"UTC": true, "Europe/Berlin": true, "America/New_York": true, "Australia/Lord_Howe": true,
		"America/Argentina/Buenos_Aires": true, "Etc/GMT+5": true, "America/Port-au-Prince": true,
		"": false, "Local": false, "Europe/Atlantis": false, "europe/berlin": false, "CEST": false, "+01:00": false,
		"../Europe/Berlin": false, "/Europe/Berlin": false, "Europe/": false, "Europe/Berlin\n": false, "right/Europe/Berlin": false,
	} {
		location, err := coffee.LoadTimeZone(name)
		if valid && (err != nil || location.String() != name) || !valid && coffee.CodeOf(err) != coffee.InvalidSettings {
			t.Errorf("LoadTimeZone(%q) = %v, %v, want valid: %v, else %s", name, location, err, valid, coffee.InvalidSettings)
		}
	}
}

func TestAShopWithoutATimeZoneIsInUTC(t *testing.T) {
	for zone, want := range map[string]string{"Europe/Berlin": "Europe/Berlin", "": "UTC", "Europe/Atlantis": "UTC"} {
		if got := (coffee.ShopSettings{TimeZone: zone}).Location().String(); got != want {
			t.Errorf("location of a shop in %q = %s, want %s", zone, got, want)
		}
	}
}
