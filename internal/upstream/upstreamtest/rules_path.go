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

// eachID checks every operation once for each id that its caller gives.
func (b *Bench) eachID(ctx context.Context, check func(context.Context, *Bench, operation, idSlot) error) error {
	d := b.Connector.Describe()
	taking := b.only(func(o operation) bool { return slices.ContainsFunc(o.slots, slot.isID) })
	return b.each(ctx, taking, patience, func(ctx context.Context, b *Bench, o operation) error {
		texts, err := b.fitting(ctx, o)
		if err != nil {
			return err
		}
		var faults []error
		for i, s := range o.slots {
			if s.isID() && s.rule(d) != upstream.IDRefused {
				faults = append(faults, during(fmt.Sprintf("id %d", i+1), check(ctx, b, o, idSlot{s, i, texts})))
			}
		}
		return errors.Join(faults...)
	})
}

// idSlot is one of the ids that an operation is called with, and all the texts.
type idSlot struct {
	slot
	place int
	texts []string
}

// with returns the texts with another id in this place.
func (s idSlot) with(id string) []string {
	texts := slices.Clone(s.texts)
	texts[s.place] = id
	return texts
}

func checkSegments(ctx context.Context, b *Bench) error {
	return b.eachID(ctx, func(ctx context.Context, b *Bench, o operation, s idSlot) error {
		var faults []error
		for _, id := range awkwardFor(o, s.place) {
			b.Sim.Log.Reset()
			texts := s.with(id)
			_, err := o.call(ctx, b, texts)
			faults = append(faults, about(id, b.sentTo(slices.Concat(texts, b.configured()), s.slot, err)))
		}
		return errors.Join(faults...)
	})
}

// awkwardFor returns the awkward ids that break most, and every third of the
// others, other ones for each id of each operation.
func awkwardFor(o operation, place int) []string {
	const worst = 9
	ids := slices.Clone(awkwardIDs[:worst])
	for i := worst + (len(o.id)+place)%3; i < len(awkwardIDs); i += 3 {
		ids = append(ids, awkwardIDs[i])
	}
	return ids
}

// configured returns the settings that may stand in a path, such as the name of an
// account.
func (b *Bench) configured() []string {
	var out []string
	for _, value := range b.Sim.Settings {
		if text, ok := value.(string); ok {
			out = append(out, text)
		}
	}
	return out
}

// sentTo demands that every request went to an operation of the vendor, and to
// these ids where the operation has any. A connector may refuse an id that is not
// of the vendor's manner, and then sends nothing.
func (b *Bench) sentTo(ids []string, s slot, err error) error {
	sent := b.Sim.Log.All()
	if len(sent) == 0 {
		kinds := []upstream.Kind{upstream.WrongIdentifier, upstream.Rejected}
		if s == someIcon {
			// What an icon's id looks like is the contract's to say.
			kinds = append(kinds, upstream.NotFound)
		}
		return isKind(err, kinds...)
	}
	for _, e := range sent {
		if e.Stray() {
			return fmt.Errorf("%s %s is no operation of the vendor", e.Method, e.Path)
		}
		for _, value := range parameters(e) {
			if !slices.Contains(ids, value) {
				return fmt.Errorf("%s %s is something else", e.Method, e.Path)
			}
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
	return b.eachID(ctx, func(ctx context.Context, b *Bench, o operation, s idSlot) error {
		d := b.Connector.Describe()
		// An operation that the vendor does not have puts the id into no path.
		emulated := d.Operations[o.id].Emulated
		var faults []error
		for _, id := range []string{"", ".", ".."} {
			if id == "" && s.rule(d) == upstream.IDOptional {
				continue
			}
			b.Sim.Log.Reset()
			_, err := o.call(ctx, b, s.with(id))
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
