package upstreamtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func createRules() []Rule {
	creates := has[upstream.UserCreator]
	return []Rule{
		{Name: "a created user is in the directory as asked", Needs: creates, Check: checkCreate},
		{Name: "creating a user twice is a conflict", Needs: creates, Check: checkCreateTwice},
	}
}

// create creates a user and returns its id, the one that is new in the World.
func (b *Bench) create(ctx context.Context, d upstream.UserDraft) (string, upstream.User, error) {
	before := b.snapshot()
	u, err := b.Connector.(upstream.UserCreator).CreateUser(ctx, d)
	if err != nil {
		return "", u, during("create", err)
	}
	if _, known := before[user(u.NativeID)]; known {
		return "", u, fmt.Errorf("the created user has the id %q of another", u.NativeID)
	}
	if d.NativeID != "" && u.NativeID != d.NativeID {
		return "", u, fmt.Errorf("the created user has the id %q, want %q", u.NativeID, d.NativeID)
	}
	return u.NativeID, u, b.unchanged(before, user(u.NativeID))
}

func checkCreate(ctx context.Context, b *Bench) error {
	d := newUser(b, b.freeID())
	id, u, err := b.create(ctx, d)
	if err != nil {
		return err
	}
	p, err := b.person(id)
	if err != nil {
		return err
	}
	return errors.Join(b.carriedOut(d, p), during("the answer", b.agrees(p, u)))
}

func checkCreateTwice(ctx context.Context, b *Bench) error {
	d := newUser(b, b.freeID())
	id, _, err := b.create(ctx, d)
	if err != nil {
		return err
	}
	before := b.snapshot()
	_, err = b.Connector.(upstream.UserCreator).CreateUser(ctx, d)
	if b.Connector.Describe().Operations["createUser"].Overwrites {
		return errors.Join(err, b.unchanged(before, user(id)))
	}
	kinds := []upstream.Kind{upstream.Conflict}
	if d.NativeID != id && text(d.UserName) != id {
		// The id was not asked for, so what is taken is another value, and not
		// every vendor says which.
		kinds = append(kinds, upstream.Rejected)
	}
	return errors.Join(isKind(err, kinds...), b.unchanged(before))
}

// newcomer returns somebody who was just created where the vendor can do that:
// some fields can be written only before a first login.
func (b *Bench) newcomer(ctx context.Context) (string, error) {
	if !has[upstream.UserCreator](b.Connector) {
		return b.Sim.World.People()[0].ID, nil
	}
	id, _, err := b.create(ctx, newUser(b, b.freeID()))
	return id, err
}
