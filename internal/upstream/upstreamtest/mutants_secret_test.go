package upstreamtest_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func secretMutants() []mutant {
	const (
		hidden   = "no answer shows a secret"
		raw      = "the vendor's own object comes where it is asked for and nowhere else"
		good     = "good credentials pass the check, one check each"
		harmless = "a check changes nothing"
		bad      = "a check says which credential is refused"
	)
	checking := func(spoil func([]upstream.Check) []upstream.Check) func(*bent, *mini) {
		return func(b *bent, _ *mini) {
			b.check = func(ctx context.Context, _ struct{}) ([]upstream.Check, error) {
				checks, err := b.whole.CheckConnection(ctx, struct{}{})
				return spoil(checks), err
			}
		}
	}
	return []mutant{
		{"shows a password in the vendor's object", hidden, bentUser(func(u *upstream.User) {
			if u.Raw != nil {
				u.Raw, _ = json.Marshal(map[string]string{"pw": "fake-password-of-" + u.NativeID})
			}
		})},
		{"shows a password in base64", hidden, bentUser(func(u *upstream.User) {
			u.Title = new(base64.StdEncoding.EncodeToString([]byte("fake-password-of-" + u.NativeID)))
		})},
		{"always shows the vendor's object", raw, bentUser(func(u *upstream.User) { u.Raw = json.RawMessage(`{"id":1}`) })},
		{"never shows the vendor's object", raw, bentUser(func(u *upstream.User) { u.Raw = nil })},
		{"checks one credential twice", good, bentMini(checking(func(c []upstream.Check) []upstream.Check { return append(c, c...) }))},
		{"fails the check of a good credential", good, bentMini(checking(func(c []upstream.Check) []upstream.Check {
			c[0].Err = errors.New("no")
			return c
		}))},
		{"deletes somebody to check the connection", harmless, bentMini(func(b *bent, _ *mini) {
			b.check = func(ctx context.Context, _ struct{}) ([]upstream.Check, error) {
				list, _ := b.whole.ListUsers(ctx, upstream.UserQuery{Limit: 1})
				_, _ = b.whole.DeleteUser(ctx, upstream.UserRef{ID: list.Items[0].NativeID})
				return b.whole.CheckConnection(ctx, struct{}{})
			}
		})},
		{"passes whatever the vendor says", bad, bentMini(checking(func(c []upstream.Check) []upstream.Check {
			c[0].Err = nil
			return c
		}))},
	}
}
