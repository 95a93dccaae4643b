package rest

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/url"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// perHost is how many idle connections a vendor's host keeps: net/http's default
// of two dials anew under any load.
const perHost = 64

// Client sends one connection's calls. It is safe for concurrent use.
type Client struct {
	base    *url.URL
	timeout time.Duration
	// transport and no http.Client: a redirect is an answer like any other.
	// Following one would carry the connection's credential to wherever the
	// vendor points, and a Location that cannot be read would be quoted in an error.
	transport *http.Transport
	guards    *guards
	secrets   []upstream.Secret
	scrubber  *Scrubber
	minted    minted
}

// NewClient returns the transport of a connection. Secrets are all credentials
// that the connection was configured with: no body that Do returns holds one of
// them, and neither does what Text, Message, Code and Raw give out.
func NewClient(c upstream.Connection, secrets ...upstream.Secret) *Client {
	return &Client{
		base: c.BaseURL, timeout: c.Timeout, transport: newTransport(c, http.ProxyFromEnvironment), guards: newGuards(c),
		secrets: secrets, scrubber: NewScrubber(secrets...),
	}
}

func newTransport(c upstream.Connection, proxies func(*http.Request) (*url.URL, error)) *http.Transport {
	return &http.Transport{
		Proxy:                  proxies,
		DialContext:            newDialer(c.BaseURL, proxies).DialContext,
		TLSClientConfig:        &tls.Config{RootCAs: c.RootCAs, MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    perHost,
		IdleConnTimeout:        90 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}
}

// Close drops the idle connections.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

// Call is one vendor call.
type Call struct {
	Route Route
	// Params fill the parameters of the route's path, in order.
	Params []string
	Query  url.Values
	Header http.Header
	// JSON is marshalled as the body; nil sends none.
	JSON any
	// Body is sent as it is in place of JSON; a plan shows stars for it.
	Body []byte
	// ContentType is the type of the body, application/json where empty.
	ContentType string
	// Accept is what to ask for, application/json where empty.
	Accept string
	Auth   Auth
	// Secrets are credentials of the caller's that the call carries. What is shown
	// of the vendor's words is cleaned of them; its body is not, since a caller
	// might name a member of it.
	Secrets []upstream.Secret
	// Mints tells that the answer is a credential, which must not be starred. The
	// transport does not repeat the call: the one before may have minted too.
	Mints bool
	// Once keeps the transport from repeating this call of a route that it may repeat.
	Once bool
}

// Answer is what a vendor answered: a status and the whole body.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	// Planned tells that this was a write in a dry run: it was recorded and not
	// sent, and there is no body.
	Planned bool
	// Route is the name of the route, Write whether it changes something.
	Route string
	Write bool

	// named tells that the path held an id of the caller's.
	named bool
	// unsettled tells that the call was repeated and that the request before may have
	// been carried out.
	unsettled bool
	scrubber  *Scrubber
}

// Do sends the call, or records it where it is a write of a dry run. The error
// is an *upstream.Error; a status of any kind is no error here.
func (c *Client) Do(ctx context.Context, call Call) (*Answer, error) {
	target, err := buildURL(c.base, call.Route.Path, call.Params, call.Query)
	if err != nil {
		return nil, &upstream.Error{Kind: upstream.Rejected, Outcome: outcome(call, upstream.NotSent), Detail: "The id cannot be an id of this operation.", Err: err}
	}
	body, err := encode(call)
	if err != nil {
		return nil, err
	}
	if c.guards.sturdy != nil {
		c.guards.sturdy.budget.earn()
	}
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	return (&exchange{client: c, call: call, target: target, body: body}).run(ctx)
}
