package upstream

import (
	"crypto/x509"
	"net/url"
	"time"
)

// Connector is one open account at one vendor. What it can do beyond describing
// itself is found by its methods, see [Operations].
type Connector interface {
	// Describe returns the connector's tables; they never change while it is
	// open.
	Describe() Description
	// Close ends everything that the connector runs and frees its connections.
	Close() error
}

// Vendor is one line of the registration table: a name and a way to open it.
type Vendor struct {
	// Name is what configurations and capabilities call it: lower case letters,
	// digits and dashes.
	Name string
	// Title is its name for people.
	Title string
	// Open makes a connector. It sends nothing. An error holds one [Fault] for
	// each thing that is wrong with the settings, joined.
	Open func(Connection) (Connector, error)
}

// Connection is what an operator configured for one account.
type Connection struct {
	// Name is the connection's name, the part of an id before the colon.
	Name string
	// Account tells this account from another that had or gets the same name: what is
	// remembered of one is not true of the other. It is for comparison alone.
	Account string
	// BaseURL is where the vendor is; it has no query, no fragment and no user. A
	// final slash means nothing.
	BaseURL *url.URL
	// Timeout bounds one vendor call: the login that it needs, its repeat, the wait
	// before that and every body.
	Timeout time.Duration
	// Resilience switches on repeats, the circuit breaker and the bound on
	// concurrency; nil means that every call is one request, whatever the vendor's
	// health.
	Resilience *Resilience
	// Admit is asked before every request that goes out, repeats and logins
	// included, and may say how long to wait instead. It is called concurrently; nil
	// admits all.
	Admit func() (wait time.Duration, ok bool)
	// RootCAs are the authorities to trust; nil means the system's.
	RootCAs *x509.CertPool
	// Settings decodes the vendor's own settings into a struct, as far as they fit.
	// Its error is what did not fit; who keeps the faults himself, as the loader
	// of a configuration does, returns nil.
	Settings func(into any) error
	// Now is the clock.
	Now func() time.Time
}

// Fault is one thing that is wrong with a configuration.
type Fault struct {
	// Path is where, relative to the connection, such as "settings.apiToken".
	Path string
	// Problem is what, in a few words, without a secret value.
	Problem string
}

// Error returns the path and the problem.
func (f *Fault) Error() string { return f.Path + ": " + f.Problem }
