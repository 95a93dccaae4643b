package upstreamtest

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func answerRules() []Rule {
	return []Rule{
		{Name: "an answer that is not the vendor's is malformed and never a success", Wire: true, Check: checkMalformed},
		{Name: "an answer without end is malformed and not read on", Wire: true, Alone: true, Check: checkEndless},
		{Name: "a redirect is not followed", Wire: true, Check: checkRedirect},
	}
}

// enormous is the strange answer that takes longest.
const enormous = "an enormous document"

// strangeAnswers are successes that no vendor means, by what is wrong with them.
func strangeAnswers() map[string]simkit.Fault {
	with := func(body string) simkit.Fault {
		return simkit.Fault{Status: http.StatusOK, Body: body, Header: http.Header{"Content-Type": {"application/json"}}}
	}
	// Longer than a server's buffers, so that its head is sent before it breaks.
	broken := with(`{"padding":"` + strings.Repeat("a", 64<<10) + `"}`)
	broken.Truncate = true
	return map[string]simkit.Fault{
		"a web page":              with("<!DOCTYPE html><html><body>Sign in</body></html>"),
		"half a document":         with(`{"result":[{"id":"1"`),
		"a connection that broke": broken,
		"nothing":                 with(""),
		"a text":                  with(`"ok"`),
		"a number":                with("42"),
		"null":                    with("null"),
		"an empty object":         with("{}"),
		"two documents":           with("{}{}"),
		enormous:                  with(`{"padding":"` + strings.Repeat("a", 17<<20) + `"}`),
	}
}

// checkMalformed asks what is nothing without an answer. It has time: documents
// are searched for secrets, and an enormous one is many at once.
func checkMalformed(ctx context.Context, b *Bench) error {
	answers := strangeAnswers()
	telling := b.only(func(o operation) bool { return o.telling })
	return b.each(ctx, telling, 4*patience, func(ctx context.Context, b *Bench, o operation) error {
		var faults []error
		for what, answer := range answers {
			if o.write && what == enormous {
				continue
			}
			faults = append(faults, during(what, isKind(b.meets(ctx, o, answer), upstream.Malformed)))
		}
		return errors.Join(faults...)
	})
}

// checkEndless gives little time, and each read alone: whoever reads on runs into
// the timeout, before the machine runs out of memory.
func checkEndless(ctx context.Context, b *Bench) error {
	endless := simkit.Fault{Status: http.StatusOK, Body: strings.Repeat(" ", 1<<20), Endless: true}
	var faults []error
	for _, o := range b.reads() {
		err := b.each(ctx, []operation{o}, 3*time.Second, func(ctx context.Context, b *Bench, o operation) error {
			return isKind(b.meets(ctx, o, endless), upstream.Malformed)
		})
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}

// checkRedirect sends every operation to a second vendor, which must not hear of
// it: the request that follows a redirect carries the credential along.
func checkRedirect(ctx context.Context, b *Bench) error {
	return b.each(ctx, b.operations(), patience, func(ctx context.Context, b *Bench, o operation) error {
		elsewhere, err := b.twin()
		if err != nil {
			return err
		}
		var faults []error
		for _, status := range []int{301, 302, 303, 307, 308} {
			away := simkit.Fault{Status: status, Header: http.Header{"Location": {elsewhere.URL + "/elsewhere"}}}
			_, wrong := failure(b.meets(ctx, o, away))
			faults = append(faults, during(http.StatusText(status), wrong))
		}
		if len(elsewhere.Sim.Log.All()) > 0 {
			faults = append(faults, errors.New("a redirect was followed"))
		}
		return errors.Join(faults...)
	})
}
