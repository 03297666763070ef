package api

// SitePath is the path of a page.
type SitePath string

// The pages. Each loads the Site from ConfigPath, relative to its own URL.
const (
	CustomerPage SitePath = "/"
	BaristaPage  SitePath = "/barista"
	DisplayPage  SitePath = "/display"
	ManagerPage  SitePath = "/manager"

	ConfigPath SitePath = "/config.json"
)

// Site tells the pages where the services are that they use.
type Site struct {
	Build   string `json:"build" doc:"Identifies the pages' build. A page whose build differs reloads itself."`
	LiveURL string `json:"liveUrl" doc:"The URL of the WebSocket API."`
	SignIn  SignIn `json:"signIn"`
}

// SignIn tells the staff's pages how to sign in.
type SignIn struct {
	URL           string `json:"url" doc:"The URL of the sign-in pages, which has /oauth2/authorize, /oauth2/token and /logout."`
	Issuer        string `json:"issuer" doc:"The iss claim of the tokens."`
	ClientID      string `json:"clientId" doc:"The app client of the baristas' and the manager's page."`
	DisplayClient string `json:"displayClientId" doc:"The app client of the display, whose sign-in lasts for 30 days."`
}
