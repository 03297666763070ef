package site

import (
	"net/url"
	"strings"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/constructs/httpapi"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
)

// URLs returns the URLs under which browsers reach the pages on an API, without a
// trailing slash, the preferred one first. The endpoint is that of an emulator, such as
// http://localhost:4566, empty on AWS.
//
// An emulator serves an API under a host name, and under a path for programs that
// cannot resolve *.localhost. Browsers may escape the $ of the stage $default.
func URLs(a *httpapi.API, endpoint string) []string {
	if endpoint == "" {
		return []string{*a.URL()}
	}
	emulator, err := url.Parse(endpoint)
	props.Require(err == nil && emulator.Host != "", a, "Pages", "Endpoint", endpoint, "a URL such as "+props.EmulatorEndpoint)
	id := *a.HTTP.ApiId()
	urls := []string{emulator.Scheme + "://" + id + ".execute-api." + emulator.Host}
	hosts := []string{emulator.Host}
	if emulator.Hostname() == "localhost" {
		hosts = append(hosts, strings.Replace(emulator.Host, "localhost", "127.0.0.1", 1))
	}
	for _, host := range hosts {
		for _, stage := range []string{"$default", "%24default"} {
			urls = append(urls, emulator.Scheme+"://"+host+"/_aws/execute-api/"+id+"/"+stage)
		}
	}
	return urls
}

// StaffPages returns the URLs of the pages that baristas and managers sign in to, for
// staff.Props.Pages. The URLs are those of URLs.
func StaffPages(urls []string) []string {
	return append(at(urls, api.BaristaPage), at(urls, api.ManagerPage)...)
}

// DisplayPages returns the URLs of the displays' page, for staff.Props.Displays.
func DisplayPages(urls []string) []string { return at(urls, api.DisplayPage) }

func at(urls []string, page api.SitePath) []string {
	pages := make([]string, len(urls))
	for i, url := range urls {
		pages[i] = url + string(page)
	}
	return pages
}
