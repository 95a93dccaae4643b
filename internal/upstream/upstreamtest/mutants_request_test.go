package upstreamtest_test

import (
	"context"
	"net/http"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func requestMutants() []mutant {
	const (
		redirect = "a redirect is not followed"
		once     = "a failed call is sent once"
		segment  = "an awkward id is one segment of its operation's path"
		never    = "an id that can be no segment is never sent"
	)
	return []mutant{
		{"follows redirects", redirect, bentMini(func(b *bent, m *mini) {
			b.get = func(ctx context.Context, r upstream.UserRef) (upstream.User, error) {
				u, err := b.whole.GetUser(ctx, r)
				if upstream.IsKind(err, upstream.Malformed) {
					m.follow(ctx, "people/"+r.ID)
				}
				return u, err
			}
		})},
		{"tries a failed call again", once, bentMini(func(b *bent, _ *mini) {
			b.remove = func(ctx context.Context, r upstream.UserRef) (struct{}, error) {
				_, err := b.whole.DeleteUser(ctx, r)
				if upstream.IsKind(err, upstream.Failed) {
					_, err = b.whole.DeleteUser(ctx, r)
				}
				return struct{}{}, err
			}
		})},
		{"puts ids into paths as they are", segment, bentMini(func(b *bent, m *mini) {
			b.remove = func(ctx context.Context, r upstream.UserRef) (struct{}, error) {
				m.follow(ctx, "people/"+r.ID)
				return struct{}{}, &upstream.Error{Kind: upstream.NotFound}
			}
		})},
		{"escapes the slash of an id only", segment, bentMini(func(b *bent, m *mini) {
			b.remove = func(ctx context.Context, r upstream.UserRef) (struct{}, error) {
				m.follow(ctx, "people/"+strings.ReplaceAll(r.ID, "/", "%2F"))
				return struct{}{}, &upstream.Error{Kind: upstream.NotFound}
			}
		})},
		{"refuses awkward ids as unknown ones", segment, bentMini(func(b *bent, _ *mini) {
			b.get = func(ctx context.Context, r upstream.UserRef) (upstream.User, error) {
				if strings.Contains(r.ID, "/") {
					return upstream.User{}, &upstream.Error{Kind: upstream.NotFound}
				}
				return b.whole.GetUser(ctx, r)
			}
		})},
		{"sends ids that are no segment", never, bentMini(func(b *bent, m *mini) {
			b.remove = func(ctx context.Context, r upstream.UserRef) (struct{}, error) {
				m.follow(ctx, "people/"+r.ID)
				return b.whole.DeleteUser(ctx, r)
			}
		})},
	}
}

// follow sends a request as http.Client does by itself, with a path that is put
// together by hand.
func (m *mini) follow(ctx context.Context, path string) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, m.base.String()+"/"+path, nil)
	if err != nil {
		return
	}
	request.Header.Set("Authorization", "Bearer "+miniKey)
	if response, err := http.DefaultClient.Do(request); err == nil {
		_ = response.Body.Close()
	}
}
