package upstreamtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func listRules() []Rule {
	lists := has[upstream.UserLister]
	return []Rule{
		{Name: "the walk over the list is the directory, whatever the limit", Needs: lists, Check: checkWalk},
		{Name: "a page holds at most as many users as it may", Needs: lists, Check: checkPageSize},
		{Name: "a position is short and holds no credential", Needs: lists, Check: checkPositions},
		{Name: "a position from elsewhere is a bad position", Needs: lists, Check: checkForeignPosition},
		{Name: "a listed user says what the directory says", Needs: lists, Check: checkListed},
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

func checkWalk(ctx context.Context, b *Bench) error {
	for _, people := range []int{0, 1, 23, 101} {
		other, err := b.another(people, patience)
		if err != nil {
			return err
		}
		for _, limit := range []int{1, 2, 3, 7, 50, 100, 200} {
			if err := other.checkComplete(ctx, limit); err != nil {
				return fmt.Errorf("%d people, limit %d: %w", people, limit, err)
			}
		}
	}
	return nil
}

// checkComplete demands everybody once.
func (b *Bench) checkComplete(ctx context.Context, limit int) error {
	seen := map[string]int{}
	err := b.walk(ctx, upstream.UserQuery{Limit: limit}, func(page upstream.Page[upstream.User]) error {
		for _, u := range page.Items {
			seen[u.NativeID]++
		}
		return nil
	})
	if err != nil {
		return err
	}
	for id := range b.snapshot() {
		if seen[id] != 1 {
			return fmt.Errorf("user %q comes %d times", id, seen[id])
		}
		delete(seen, id)
	}
	for id := range seen {
		return fmt.Errorf("user %q is not in the directory", id)
	}
	return nil
}

func checkPageSize(ctx context.Context, b *Bench) error {
	for _, limit := range []int{1, 3, 7, 50} {
		err := b.walk(ctx, upstream.UserQuery{Limit: limit}, func(page upstream.Page[upstream.User]) error {
			if len(page.Items) > limit {
				return fmt.Errorf("%d users on a page of %d", len(page.Items), limit)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// longest is how long a position may be: it travels in a URL beside others.
const longest = 256

func checkPositions(ctx context.Context, b *Bench) error {
	secrets := b.secrets()
	return b.walk(ctx, upstream.UserQuery{Limit: 3}, func(page upstream.Page[upstream.User]) error {
		if len(page.Next) >= longest {
			return fmt.Errorf("a position of %d bytes", len(page.Next))
		}
		return leak("a position", page.Next, secrets)
	})
}

func checkForeignPosition(ctx context.Context, b *Bench) error {
	lister := b.Connector.(upstream.UserLister)
	var faults []error
	for _, at := range []string{"garbage", "-1", "../x", "1e3", " ", "\x00", "99999999999999999999", "%", `{"page":2}`} {
		_, err := lister.ListUsers(ctx, upstream.UserQuery{Limit: 10, At: at})
		faults = append(faults, during(fmt.Sprintf("position %q", at), isKind(err, upstream.BadPosition)))
	}
	return errors.Join(faults...)
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
