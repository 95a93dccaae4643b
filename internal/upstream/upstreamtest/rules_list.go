package upstreamtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func listRules() []Rule {
	return []Rule{
		{Name: "the walk over a list has everything once, whatever the limit", Needs: lists, Check: checkWalk},
		{Name: "a page holds at most as many items as it may", Needs: lists, Check: checkPageSize},
		{Name: "a position is short and holds no credential", Needs: lists, Check: checkPositions},
		{Name: "a position from elsewhere is a bad position", Needs: lists, Check: checkForeignPosition},
		{Name: "a listed user says what the directory says", Needs: has[upstream.UserLister], Check: checkListed},
	}
}

// walk lists everybody, page by page, and shows every page to see. It gives up
// on a list that does not end.
func (b *Bench) walk(ctx context.Context, q upstream.UserQuery, see func(upstream.Page[upstream.User]) error) error {
	lister := b.Connector.(upstream.UserLister)
	for range 2*len(b.Sim.World.People()) + 3 {
		page, err := lister.ListUsers(ctx, q)
		if err != nil {
			return err
		}
		if err := see(page); err != nil {
			return err
		}
		if page.Next == "" {
			return nil
		}
		q.At = page.Next
	}
	return errors.New("the list does not end")
}

// checkWalk walks the users of small and of large directories, and the other lists
// of an empty one and of one with the usual people.
func checkWalk(ctx context.Context, b *Bench) error {
	for _, people := range []int{0, 1, 23, 101} {
		other, err := b.another(people, patience)
		if err != nil {
			return err
		}
		walked := other.userListing()
		limits := []int{1, 2, 3, 7, 50, 100, 200}
		if people == 0 || people == b.options.People {
			walked = other.listings()
		}
		for _, l := range walked {
			for _, limit := range limits {
				if err := l.complete(ctx, other, limit); err != nil {
					return fmt.Errorf("%d people, %s, limit %d: %w", people, l.name, limit, err)
				}
			}
		}
	}
	return nil
}

// everyList checks each list of the connector.
func (b *Bench) everyList(check func(listing) error) error {
	var faults []error
	for _, l := range b.listings() {
		faults = append(faults, during(l.name, check(l)))
	}
	return errors.Join(faults...)
}

func checkPageSize(ctx context.Context, b *Bench) error {
	return b.everyList(func(l listing) error {
		for _, limit := range []int{1, 3, 7, 50} {
			err := l.walk(ctx, b, limit, func(ids []string, _ string) error {
				return demand(len(ids) <= limit, fmt.Sprintf("%d items on a page of %d", len(ids), limit))
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// longest is how long a position may be: it travels in a URL beside others.
const longest = 256

func checkPositions(ctx context.Context, b *Bench) error {
	secrets := b.secrets()
	return b.everyList(func(l listing) error {
		return l.walk(ctx, b, 1, func(_ []string, next string) error {
			if len(next) >= longest {
				return fmt.Errorf("a position of %d bytes", len(next))
			}
			return leak("a position", next, secrets)
		})
	})
}

func checkForeignPosition(ctx context.Context, b *Bench) error {
	return b.everyList(func(l listing) error {
		var faults []error
		for _, at := range []string{"garbage", "-1", "../x", "1e3", " ", "\x00", "99999999999999999999", "%", `{"page":2}`} {
			_, _, err := l.page(ctx, 10, at)
			faults = append(faults, during(fmt.Sprintf("position %q", at), isKind(err, upstream.BadPosition)))
		}
		return errors.Join(faults...)
	})
}

func checkListed(ctx context.Context, b *Bench) error {
	var faults []error
	err := b.walk(ctx, upstream.UserQuery{Limit: 10}, func(page upstream.Page[upstream.User]) error {
		for _, u := range page.Items {
			p, err := b.person(u.NativeID)
			if err != nil {
				return err
			}
			faults = append(faults, b.equal(p, u, upstream.InList))
		}
		return nil
	})
	return errors.Join(append(faults, err)...)
}
