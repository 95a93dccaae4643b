package upstreamtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func credentialRules() []Rule {
	return []Rule{
		{Name: "a login that is created is kept as asked", Needs: has[upstream.CredentialCreator], Check: checkCredential},
		{Name: "a login that is updated is kept as asked", Needs: has[upstream.CredentialUpdater], Check: checkCredentialUpdate},
	}
}

func checkCredential(ctx context.Context, b *Bench) error {
	seen := map[string]bool{}
	for _, p := range b.Sim.World.People()[:3] {
		before := b.snapshot()
		d := newCredential([]string{b.userID("createCredential", p)})
		made, err := b.Connector.(upstream.CredentialCreator).CreateCredential(ctx, d)
		if err == nil {
			err = b.keeps(before, made, p, d.Username)
		}
		if err != nil || seen[made.NativeID] {
			return errors.Join(err, demand(!seen[made.NativeID], "two have one id"))
		}
		seen[made.NativeID] = true
	}
	return nil
}

// keeps demands that the vendor keeps a new login of this user, and that nothing
// else changed.
func (b *Bench) keeps(before snapshot, said upstream.Credential, p simkit.Person, username string) error {
	came, err := b.came(before, "credential")
	if err != nil {
		return err
	}
	is, _ := b.Sim.World.Credentials.Find(func(c simkit.IntegrationCredential) bool { return c.ID == came.id })
	return errors.Join(b.unchanged(before, came),
		demand(said.NativeID == is.ID, fmt.Sprintf("the id is %q, want %q", said.NativeID, is.ID)),
		demand(isNamed(is.UserID, p), "it is somebody else's"), keptLogin(is, said, username))
}

// keptLogin demands the login of every draft.
func keptLogin(is simkit.IntegrationCredential, said upstream.Credential, username string) error {
	return errors.Join(
		demand(is.Username == username && is.Password == newPassword, "the login is another one"),
		demand(said.Username == nil || *said.Username == username, "the answer has another user name"))
}

func checkCredentialUpdate(ctx context.Context, b *Bench) error {
	for _, p := range b.Sim.World.People()[:2] {
		if creator, ok := b.Connector.(upstream.CredentialCreator); ok {
			if _, err := creator.CreateCredential(ctx, newCredential([]string{b.userID("createCredential", p)})); err != nil {
				return err
			}
		}
	}
	id, err := b.someCredential(ctx)
	if err != nil {
		return err
	}
	meant := func(c simkit.IntegrationCredential) bool { return c.ID == id }
	b.Sim.World.Credentials.Change(meant, func(c *simkit.IntegrationCredential) { c.Password = "an older one" })
	was, _ := b.Sim.World.Credentials.Find(meant)
	before := b.snapshot()
	u := upstream.CredentialUpdate{ID: id, Username: "changed@suite.example", Password: upstream.NewSecret(newPassword)}
	said, err := b.Connector.(upstream.CredentialUpdater).UpdateCredential(ctx, u)
	if err != nil {
		return err
	}
	is, _ := b.Sim.World.Credentials.Find(meant)
	return errors.Join(b.unchanged(before, thing{"credential", id}), keptLogin(is, said, u.Username),
		demand(said.NativeID == id && is.UserID == was.UserID, "it is another one"))
}
