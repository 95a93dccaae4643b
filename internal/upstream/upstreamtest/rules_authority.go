package upstreamtest

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func authorityRules() []Rule {
	return []Rule{
		{Name: "what the caller's credential opens is asked with nothing of the connection's", Needs: opensByCaller, Wire: true, Check: checkAuthority},
		{Name: "a caller's credential that is refused is the caller's to mend", Needs: opensByCaller, Wire: true, Check: checkOwnRefused},
	}
}

// opensByCaller tells whether the connector has an operation that the caller's own
// credential opens.
func opensByCaller(c upstream.Connector) bool { return len((&Bench{Connector: c}).own()) > 0 }

func (b *Bench) own() []operation { return b.only(func(o operation) bool { return o.own }) }

// checkAuthority lets the connector mint what it needs for itself first, so that
// it has something that it must not lend.
func checkAuthority(ctx context.Context, b *Bench) error {
	var faults []error
	for _, o := range b.own() {
		other, err := b.twin()
		if err != nil {
			return err
		}
		if err := other.arrive(ctx); err != nil {
			return err
		}
		authority := other.sentSecrets()
		texts, err := other.fitting(ctx, o)
		if err != nil {
			return err
		}
		for i, s := range o.slots {
			// A connection's own token may be all that there is to present.
			if s.isSecret() && slices.Contains(authority, texts[i]) {
				texts[i] = madeUpTokens()[0]
			}
		}
		other.Sim.Log.Reset()
		_, _ = o.call(ctx, other, texts)
		faults = append(faults, during(o.id, lends(other.Sim.Log.All(), authority)))
	}
	return errors.Join(faults...)
}

// lends demands that the caller's call came, and that no request of it holds a
// credential of the connection's.
func lends(sent []simkit.Entry, authority []string) error {
	faults := []error{demand(len(sent) > 0, "nothing was sent")}
	for _, e := range sent {
		whole := []string{e.Path, e.Query, string(e.Body)}
		for name, values := range e.Header {
			for _, value := range values {
				whole = append(whole, name, value, unwrapped(value))
			}
		}
		faults = append(faults, leak(e.Method+" "+e.Pattern, strings.Join(whole, "\n"), authority))
	}
	return errors.Join(faults...)
}

// unwrapped returns the user and password of a Basic header.
func unwrapped(header string) string {
	_, value, _ := strings.Cut(header, " ")
	plain, _ := base64.StdEncoding.DecodeString(value)
	return string(plain)
}

func checkOwnRefused(ctx context.Context, b *Bench) error {
	return b.each(ctx, b.own(), patience, func(ctx context.Context, b *Bench, o operation) error {
		answer, err := b.answerTo(ctx, o, simkit.Fault{Status: http.StatusUnauthorized})
		switch o.id {
		case "introspectToken":
			return errors.Join(err, demand(answer == upstream.Introspection{}, fmt.Sprintf("the verdict is %s", mustJSON(answer))))
		case "revokeToken":
			return err
		}
		return isKind(err, upstream.InvalidGrant)
	})
}
