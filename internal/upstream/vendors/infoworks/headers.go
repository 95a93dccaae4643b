package infoworks

import (
	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// basicToken proves a refresh token. quirk: the scheme says Basic, yet the token
// goes raw, not as base64 of a pair (sheet §7.2).
func basicToken(token upstream.Secret) rest.Headers {
	return rest.Headers{"Authorization": upstream.NewSecret("Basic " + token.Reveal())}
}

// pairOf is a user name and a password as RFC 7617 joins them.
func pairOf(username string, password upstream.Secret) upstream.Secret {
	return upstream.NewSecret(username + ":" + password.Reveal())
}
