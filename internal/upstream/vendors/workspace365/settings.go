package workspace365

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// settings are what an operator configures for a Workspace 365 connection. At
// least one of the two tokens is needed.
type settings struct {
	// Environment is the name of the customer's environment, in lower case.
	Environment string `yaml:"environment"`
	// APIToken is made by an administrator in the API settings.
	APIToken upstream.Secret `yaml:"apiToken"`
	// SyncToken is made by an administrator in the Active Directory settings.
	SyncToken upstream.Secret `yaml:"syncToken"`
	// Booleans is how a boolean is sent; "string" where left out.
	Booleans booleans `yaml:"booleans"`
	// Required are the fields without which no user is sent: userName, givenName
	// and familyName where left out.
	Required []string `yaml:"required"`
	// PicturePart is the name of a picture's part in its form; "file" where left
	// out.
	PicturePart string `yaml:"picturePart"`
	// Introspection is how a caller's token is judged; "probe" where left out.
	Introspection introspection `yaml:"introspection"`
	// Routes and Statuses change the tables of wire.go.
	Routes   map[string]string `yaml:"routes"`
	Statuses map[string]string `yaml:"statuses"`
}

func (s settings) withDefaults() settings {
	s.Booleans = cmp.Or(s.Booleans, asString)
	s.PicturePart = cmp.Or(s.PicturePart, defaultPart)
	s.Introspection = cmp.Or(s.Introspection, byProbe)
	if s.Required == nil {
		s.Required = []string{"userName", "givenName", "familyName"}
	}
	return s
}

// portalAuth is an API token. quirk: the scheme has the vendor's own name and the
// token is sent as it is (sheet §7.1).
func portalAuth(token upstream.Secret) rest.Auth {
	return rest.Headers{"Authorization": upstream.NewSecret("Workspace365 " + token.Reveal())}
}

// directoryAuth is the sync token.
func (s settings) directoryAuth() rest.Auth {
	return rest.Basic(s.basicUser())
}

// basicUser is what the Basic scheme encodes. quirk: the token is the user name
// and the password is empty, but the colon between them stays (sheet §7.2).
func (s settings) basicUser() upstream.Secret { return upstream.NewSecret(s.SyncToken.Reveal() + ":") }

// secrets is every credential in the forms that the vendor sees, the longer form
// first, so that scrubbing leaves no tail of it.
func (s settings) secrets() []upstream.Secret {
	if s.SyncToken.IsZero() {
		return []upstream.Secret{s.APIToken}
	}
	return []upstream.Secret{s.APIToken, s.basicUser(), s.SyncToken}
}

// facts are the wire facts that stand in no table.
func (s settings) facts() []upstream.Fact {
	form := upstream.Fact{Name: "booleans are sent as strings", Certainty: upstream.Documented, Setting: "settings.booleans"}
	if s.Booleans == asBool {
		form.Name, form.Certainty = "booleans are sent as JSON booleans", upstream.Inferred
	}
	part := upstream.Fact{Name: "a picture is sent as the part " + s.PicturePart, Certainty: upstream.Inferred, Setting: "settings.picturePart"}
	if s.PicturePart != defaultPart {
		part.Certainty = upstream.Configured
	}
	needs := cmp.Or(strings.Join(s.Required, ", "), "nothing")
	facts := []upstream.Fact{
		form, part,
		{Name: "a user needs " + needs, Certainty: upstream.Inferred, Setting: "settings.required"},
	}
	if s.Introspection == byProbe {
		facts = append(facts, upstream.Fact{Name: "every API token opens the global icons", Certainty: upstream.Inferred, Setting: "settings.introspection"})
	}
	return facts
}

// defaultPart is the usual name of a file in a form: the vendor names none.
const defaultPart = "file"

// isPart tells whether a name can be written in the header of a part as it is.
func isPart(s string) bool {
	return len(s) <= 64 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-[]") == ""
}

// introspection is a way to judge a caller's token.
type introspection string

const (
	// byProbe sends a read with the token.
	byProbe introspection = "probe"
	// noIntrospection leaves the operation out.
	noIntrospection introspection = "off"
)

// isEnvironment tells whether a name can be an environment's: one segment of a
// path, and in lower case as the vendor writes them.
func isEnvironment(s string) bool {
	alien := func(r rune) bool { return r == '/' || unicode.IsSpace(r) || unicode.IsControl(r) }
	return s != "." && s != ".." && s == strings.ToLower(s) && !strings.ContainsFunc(s, alien)
}

// validate returns the tables as the settings leave them, or every fault.
func (s settings) validate() (rest.Routes, rest.Statuses, error) {
	routes, faults := defaultRoutes().Override(s.Routes)
	statuses, more := defaultStatuses().Override(s.Statuses, routes)
	faults = append(faults, more...)
	fault := func(path, problem string) {
		faults = append(faults, &upstream.Fault{Path: "settings." + path, Problem: problem})
	}
	if s.Environment == "" {
		fault("environment", "required")
	} else if !isEnvironment(s.Environment) {
		fault("environment", "want one path segment in lower case")
	}
	if s.APIToken.IsZero() && s.SyncToken.IsZero() {
		fault("apiToken", "required where there is no syncToken")
	}
	if !s.APIToken.IsZero() {
		faults = append(faults, rest.CheckSecret("settings.apiToken", s.APIToken)...)
	}
	if !s.SyncToken.IsZero() {
		faults = append(faults, rest.CheckSecret("settings.syncToken", s.SyncToken)...)
	}
	if strings.Contains(s.SyncToken.Reveal(), ":") {
		fault("syncToken", "must not hold a colon")
	}
	faults = append(faults, rest.CheckWord("settings.booleans", string(s.Booleans), string(asString), string(asBool))...)
	if !isPart(s.PicturePart) {
		fault("picturePart", "want a plain name of at most 64 characters")
	}
	faults = append(faults, rest.CheckWord("settings.introspection", string(s.Introspection), string(byProbe), string(noIntrospection))...)
	for i, field := range s.Required {
		if !slices.ContainsFunc(userFields(nil), func(f upstream.Field) bool { return f.Name == field }) {
			fault(fmt.Sprintf("required[%d]", i), "no such field of a user")
		}
	}
	return routes, statuses, errors.Join(faults...)
}
