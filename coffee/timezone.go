package coffee

import (
	"fmt"
	"regexp"
	"time"
	_ "time/tzdata" // Lambda's runtime has no time zones of its own.
)

// DefaultTimeZone is the time zone of a shop that has not set one.
const DefaultTimeZone = "UTC"

// MaxTimeZone is the maximum length of a time zone's name, in characters.
const MaxTimeZone = 64

// TimeZonePattern is the form of an IANA time zone name, as a regular expression.
// Names on disk that are not IANA names, such as posix/UTC and Local, are left out.
const TimeZonePattern = `^[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*)*$`

var timeZoneName = regexp.MustCompile(TimeZonePattern)

// LoadTimeZone returns the location of an IANA time zone name such as Europe/Berlin, or
// an Error with the code InvalidSettings if there is no such time zone.
func LoadTimeZone(name string) (*time.Location, error) {
	if len(name) <= MaxTimeZone && name != "Local" && timeZoneName.MatchString(name) {
		if location, err := time.LoadLocation(name); err == nil {
			return location, nil
		}
	}
	return nil, NewError(InvalidSettings, fmt.Sprintf("%q is not a time zone. Please use a name such as Europe/Berlin or America/New_York.", name))
}

// Location returns the shop's time zone, UTC if it has none or an unknown one.
func (s ShopSettings) Location() *time.Location {
	if location, err := LoadTimeZone(s.TimeZone); err == nil {
		return location
	}
	return time.UTC
}
