package infoworks

import (
	"encoding/base64"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// basicToken proves a refresh token. quirk: the scheme says Basic, yet the token
// goes raw, not as base64 of a pair (sheet §7.2).
func basicToken(token upstream.Secret) rest.Headers {
	return rest.Headers{"Authorization": upstream.NewSecret("Basic " + token.Reveal())}
}

// basicPair proves a user name and a password, joined by [pairOf].
func basicPair(pair upstream.Secret) rest.Headers {
	encoded := base64.StdEncoding.EncodeToString([]byte(pair.Reveal()))
	return rest.Headers{"Authorization": upstream.NewSecret("Basic " + encoded)}
}

// bearerOf proves an access token that is not the session's.
func bearerOf(token upstream.Secret) rest.Headers {
	return rest.Headers{"Authorization": upstream.NewSecret("Bearer " + token.Reveal())}
}

// pairOf is a user name and a password as RFC 7617 joins them.
func pairOf(username string, password upstream.Secret) upstream.Secret {
	return upstream.NewSecret(username + ":" + password.Reveal())
}
