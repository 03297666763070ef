package asyncapi

import "github.com/danielgtaylor/huma/v2"

// document is an AsyncAPI document: the objects of the specification that we use.
type document struct {
	AsyncAPI           string               `json:"asyncapi"`
	ID                 string               `json:"id"`
	Info               info                 `json:"info"`
	DefaultContentType string               `json:"defaultContentType"`
	Servers            map[string]server    `json:"servers"`
	Channels           map[string]channel   `json:"channels"`
	Operations         map[string]operation `json:"operations"`
	Components         components           `json:"components"`
}

type info struct {
	Title       string        `json:"title"`
	Version     string        `json:"version"`
	Description string        `json:"description"`
	Contact     *huma.Contact `json:"contact"`
	License     license       `json:"license"`
	Tags        []tag         `json:"tags"`
}

type license struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type tag struct {
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
}

type server struct {
	Host        string              `json:"host"`
	Pathname    string              `json:"pathname,omitempty"`
	Protocol    string              `json:"protocol"`
	Description string              `json:"description"`
	Variables   map[string]variable `json:"variables"`
}

type variable struct {
	Default     string `json:"default,omitempty"`
	Description string `json:"description"`
}

type channel struct {
	Address     string             `json:"address"`
	Description string             `json:"description"`
	Servers     []reference        `json:"servers"`
	Messages    map[string]message `json:"messages"`
	Bindings    map[string]binding `json:"bindings,omitempty"`
}

// binding is a WebSocket channel binding.
type binding struct {
	Method string `json:"method"`
}

type message struct {
	Name        string       `json:"name"`
	Title       string       `json:"title"`
	Summary     string       `json:"summary"`
	Description string       `json:"description,omitempty"`
	Headers     *huma.Schema `json:"headers,omitempty"`
	// Payload is a JSON Schema.
	Payload any `json:"payload"`
}

type operation struct {
	Action      string      `json:"action"`
	Channel     reference   `json:"channel"`
	Summary     string      `json:"summary"`
	Description string      `json:"description,omitempty"`
	Security    []reference `json:"security,omitempty"`
	Tags        []tag       `json:"tags"`
	Messages    []reference `json:"messages"`
	Reply       *reply      `json:"reply,omitempty"`
}

type reply struct {
	Channel  reference   `json:"channel"`
	Messages []reference `json:"messages"`
}

type components struct {
	Schemas         map[string]*huma.Schema   `json:"schemas"`
	SecuritySchemes map[string]securityScheme `json:"securitySchemes"`
}

type securityScheme struct {
	Type        string `json:"type"`
	In          string `json:"in"`
	Description string `json:"description"`
}

// reference points to another part of the document.
type reference struct {
	Ref string `json:"$ref"`
}
