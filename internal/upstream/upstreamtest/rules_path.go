package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func pathRules() []Rule {
	return []Rule{
		{Name: "an awkward id is one segment of its operation's path", Wire: true, Check: checkSegments},
		{Name: "an id that can be no segment is never sent", Wire: true, Check: checkNoSegment},
	}
}

func (b *Bench) takingIDs() []operation { return b.only(func(o operation) bool { return o.byID }) }

func checkSegments(ctx context.Context, b *Bench) error {
	return b.each(ctx, b.takingIDs(), patience, func(ctx context.Context, b *Bench, o operation) error {
		var faults []error
		for _, id := range awkwardIDs {
			b.Sim.Log.Reset()
			_, err := o.call(ctx, b, id)
			faults = append(faults, about(id, b.sentTo(id, err)))
		}
		return errors.Join(faults...)
	})
}

// sentTo demands that every request went to an operation of the vendor, and to
// this id where the operation has one. A connector may refuse an id that is not
// of the vendor's manner, and then sends nothing.
func (b *Bench) sentTo(id string, err error) error {
	sent := b.Sim.Log.All()
	if len(sent) == 0 {
		return isKind(err, upstream.WrongIdentifier, upstream.Rejected)
	}
	for _, e := range sent {
		if e.Stray() {
			return fmt.Errorf("%s %s is no operation of the vendor", e.Method, e.Path)
		}
		if values := parameters(e); len(values) > 0 && !slices.Contains(values, id) {
			return fmt.Errorf("%s %s is another user", e.Method, e.Path)
		}
	}
	return nil
}

// parameters returns the path parameters of a request, unescaped once.
func parameters(e simkit.Entry) []string {
	_, pattern, _ := strings.Cut(e.Pattern, " ")
	got := strings.Split(e.Path, "/")
	var values []string
	for i, segment := range strings.Split(pattern, "/") {
		if strings.HasPrefix(segment, "{") {
			value, err := url.PathUnescape(got[i])
			if err != nil {
				value = got[i]
			}
			values = append(values, value)
		}
	}
	return values
}

func checkNoSegment(ctx context.Context, b *Bench) error {
	return b.each(ctx, b.takingIDs(), patience, func(ctx context.Context, b *Bench, o operation) error {
		// An operation that the vendor does not have puts the id into no path.
		emulated := b.Connector.Describe().Operations[o.id].Emulated
		var faults []error
		for _, id := range []string{"", ".", ".."} {
			b.Sim.Log.Reset()
			_, err := o.call(ctx, b, id)
			_, wrong := failure(err)
			if n := len(b.Sim.Log.All()); n > 0 && !emulated {
				wrong = errors.Join(wrong, fmt.Errorf("%d requests were sent", n))
			}
			if strays := b.Sim.Log.Strays(); len(strays) > 0 {
				wrong = errors.Join(wrong, fmt.Errorf("%s is no operation of the vendor", strays[0].Path))
			}
			faults = append(faults, about(id, wrong))
		}
		return errors.Join(faults...)
	})
}
