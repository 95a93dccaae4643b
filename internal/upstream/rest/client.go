package rest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

const (
	// maxRequest is the largest body sent to a vendor, 3DJuump's documented limit.
	maxRequest = 1 << 20
	// maxForm is what a picture of that size needs around it.
	maxForm = 4 << 10
	// maxAnswer is the largest body read from a vendor, after decompression.
	maxAnswer = 16 << 20
	// perHost is how many idle connections a vendor's host keeps: net/http's
	// default of two dials anew under any load.
	perHost = 64
)

// Client sends one connection's calls. It is safe for concurrent use.
type Client struct {
	base    *url.URL
	timeout time.Duration
	// transport and no http.Client: a redirect is an answer like any other.
	// Following one would carry the connection's credential to wherever the
	// vendor points, and a Location that cannot be read would be quoted in an error.
	transport *http.Transport
	secrets   []upstream.Secret
	scrubber  *Scrubber
	minted    minted
}

// NewClient returns the transport of a connection. Secrets are all credentials
// that the connection was configured with: no body that Do returns holds one of
// them, and neither does what Text, Message, Code and Raw give out.
func NewClient(c upstream.Connection, secrets ...upstream.Secret) *Client {
	transport := &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		TLSClientConfig:        &tls.Config{RootCAs: c.RootCAs, MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    perHost,
		IdleConnTimeout:        90 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}
	return &Client{
		base: c.BaseURL, timeout: c.Timeout, transport: transport,
		secrets: secrets, scrubber: NewScrubber(secrets...),
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
	// Mints tells that the answer is a credential, which must not be starred.
	Mints bool
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
	named    bool
	scrubber *Scrubber
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
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	answer, header, err := c.once(ctx, call, target, body)
	if renewer, ok := call.Auth.(Renewer); ok && err == nil && renewer.Stale(answer.Status) && renewer.Renew(header) {
		answer, _, err = c.once(ctx, call, target, body)
	}
	return answer, err
}

// once makes one attempt and returns the header that it sent.
func (c *Client) once(ctx context.Context, call Call, target *url.URL, body []byte) (*Answer, http.Header, error) {
	header := call.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set("Accept", cmp.Or(call.Accept, "application/json"))
	if body != nil {
		header.Set("Content-Type", cmp.Or(call.ContentType, "application/json"))
	}
	plan, unproven := upstream.PlanFrom(ctx), http.Header(nil)
	if plan != nil {
		unproven = header.Clone()
	}
	if call.Auth != nil {
		if err := call.Auth.Apply(ctx, header); err != nil {
			return nil, nil, notSent(call, err)
		}
	}
	if plan != nil && call.Route.Write {
		plan.Record(planned(call, target, unproven, header, body))
		return &Answer{Status: http.StatusOK, Planned: true, Route: call.Route.Name, Write: true, Header: http.Header{}, scrubber: c.scrubber}, header, nil
	}
	answer, err := c.send(ctx, call, target, header, body)
	return answer, header, err
}

func (c *Client) send(ctx context.Context, call Call, target *url.URL, header http.Header, body []byte) (*Answer, error) {
	timing := upstream.TimingFrom(ctx)
	timing.Start(time.Now())
	defer func() { timing.Stop(time.Now()) }()
	connected := false
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected = true }})
	// bytes.Reader sets Content-Length, which 3DJuump demands, also when empty.
	request, err := http.NewRequestWithContext(ctx, call.Route.Verb, target.String(), bytes.NewReader(body))
	if err != nil {
		return nil, &upstream.Error{Kind: upstream.Failed, Outcome: outcome(call, upstream.NotSent), Err: errForeignPath}
	}
	request.URL, request.Header = target, header
	if call.Route.Write && call.Route.Verb == http.MethodGet {
		// net/http repeats a GET on its own where a kept connection breaks,
		// unless it has a body that cannot be had again.
		request.Body, request.GetBody = io.NopCloser(bytes.NewReader(nil)), nil
	}
	upstream.TraceFrom(ctx).Apply(header)
	response, err := c.transport.RoundTrip(request)
	if err != nil {
		return nil, sendError(ctx, call, err, connected)
	}
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil {
		return nil, readError(ctx, call, response.StatusCode, err)
	}
	answer := &Answer{
		Status: response.StatusCode, Header: response.Header, Body: c.cleaned(call, content),
		Route: call.Route.Name, Write: call.Route.Write, named: len(call.Params) > 0, scrubber: c.scrubberOf(call),
	}
	if len(content) > maxAnswer {
		return nil, answer.malformed(errors.New("rest: the answer is over the size limit"))
	}
	return answer, nil
}

func encode(call Call) ([]byte, error) {
	body, most := call.Body, maxRequest+maxForm
	if call.JSON != nil {
		var buffer bytes.Buffer
		encoder := json.NewEncoder(&buffer)
		encoder.SetEscapeHTML(false) // a vendor that takes HTML shows it unescaped
		if err := encoder.Encode(call.JSON); err != nil {
			return nil, &upstream.Error{Kind: upstream.Rejected, Outcome: outcome(call, upstream.NotSent), Err: err}
		}
		body, most = bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), maxRequest
	}
	if len(body) > most {
		return nil, &upstream.Error{Kind: upstream.Rejected, Outcome: outcome(call, upstream.NotSent), Detail: "The request to the vendor would be over 1 MiB."}
	}
	return body, nil
}
