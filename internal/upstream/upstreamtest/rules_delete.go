package upstreamtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func deleteRules() []Rule {
	return []Rule{
		{Name: "a deleted user is gone, and nobody else", Needs: has[upstream.UserDeleter], Check: checkDelete},
	}
}

func checkDelete(ctx context.Context, b *Bench) error {
	deleter := b.Connector.(upstream.UserDeleter)
	for _, p := range b.Sim.World.People()[:7] {
		before := b.snapshot()
		if _, err := deleter.DeleteUser(ctx, upstream.UserRef{ID: p.ID}); err != nil {
			return about(p.ID, err)
		}
		if _, there := b.Sim.World.Person(p.ID); there {
			return fmt.Errorf("user %q is still there", p.ID)
		}
		_, err := deleter.DeleteUser(ctx, upstream.UserRef{ID: p.ID})
		again := during("deleting once more", isKind(err, upstream.NotFound))
		if err := errors.Join(again, b.unchanged(before, user(p.ID))); err != nil {
			return err
		}
	}
	return nil
}
