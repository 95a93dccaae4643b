package rest

import (
	"bytes"
	"context"
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
)

var errTooLarge = errors.New("rest: the answer is over the size limit")

// send makes one request and reads the whole body. It tells how many connections
// that took: net/http makes a request again on its own where a kept one breaks.
func (c *Client) send(ctx context.Context, call Call, target *url.URL, header http.Header, body []byte) (answer *Answer, connections int, err error) {
	timing := upstream.TimingFrom(ctx)
	timing.Start(time.Now())
	defer func() { timing.Stop(time.Now()) }()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connections++ }})
	// bytes.Reader sets Content-Length, which 3DJuump demands, also when empty.
	request, err := http.NewRequestWithContext(ctx, call.Route.Verb, target.String(), bytes.NewReader(body))
	if err != nil {
		return nil, 0, &upstream.Error{Kind: upstream.Failed, Outcome: outcome(call, upstream.NotSent), Err: errForeignPath}
	}
	request.URL, request.Header = target, header
	if call.Route.Verb == http.MethodGet && !call.repeatable() {
		// net/http repeats a GET on its own where a kept connection breaks,
		// unless it has a body that cannot be had again.
		request.Body, request.GetBody = io.NopCloser(bytes.NewReader(nil)), nil
	}
	upstream.TraceFrom(ctx).Apply(header)
	response, err := c.transport.RoundTrip(request)
	if err != nil {
		return nil, connections, sendError(ctx, call, err, connections > 0)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode == http.StatusSwitchingProtocols {
		// What follows is the bare connection, and no deadline ends a read of that.
		return nil, connections, readError(ctx, call, response.StatusCode, http.ErrNotSupported)
	}
	content, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil {
		return nil, connections, readError(ctx, call, response.StatusCode, err)
	}
	answer = &Answer{
		Status: response.StatusCode, Header: response.Header, Body: c.cleaned(call, content),
		Route: call.Route.Name, Write: call.Route.Write, named: len(call.Params) > 0, scrubber: c.scrubberOf(call),
	}
	if len(content) > maxAnswer {
		return nil, connections, answer.malformed(errTooLarge)
	}
	return answer, connections, nil
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
