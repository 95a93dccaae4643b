package upstreamtest

import (
	"context"
	"errors"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// What a person logs in with, as a simulator names it among the secrets, and a
// connection's own credentials that a caller can have too, as settings name them.
const (
	secretPassword = "password"
	secretRefresh  = "refresh_token"
	settingRefresh = "refreshToken"
	settingToken   = "apiToken"
)

// login returns somebody who can log in. It is not the first person, whom other
// operations change.
func (b *Bench) login() (simkit.Person, error) {
	for _, p := range b.Sim.World.People()[1:] {
		if canLogIn(p) {
			return p, nil
		}
	}
	return simkit.Person{}, errors.New("nobody can log in")
}

func canLogIn(p simkit.Person) bool {
	return p.Secrets[secretPassword] != "" && p.Secrets[secretRefresh] != "" && p.UserName != nil && (p.Active == nil || *p.Active)
}

func (b *Bench) fitLogin(ctx context.Context, s slot) (string, error) {
	if s == accessToken {
		return b.goodToken(ctx)
	}
	p, err := b.login()
	switch s {
	case loginName:
		return text(p.UserName), err
	case password:
		return p.Secrets[secretPassword], err
	default:
		return p.Secrets[secretRefresh], err
	}
}

// goodToken returns a token that is good: somebody's, or the connection's own at
// a vendor where no one can log in.
func (b *Bench) goodToken(ctx context.Context) (string, error) {
	if !has[upstream.TokenIssuer](b.Connector) {
		token := credentials(b.Sim)[settingToken]
		return token, demand(token != "", "there is no token")
	}
	p, err := b.login()
	if err != nil {
		return "", err
	}
	return b.tokenOf(ctx, p)
}

// tokenOf logs somebody in. A connection with little time is given further
// chances.
func (b *Bench) tokenOf(ctx context.Context, p simkit.Person) (token string, err error) {
	grant := passwordGrant([]string{text(p.UserName), p.Secrets[secretPassword]})
	for range chances {
		var answer upstream.Token
		if answer, err = b.Connector.(upstream.TokenIssuer).IssueToken(ctx, grant); err == nil {
			return answer.AccessToken.Reveal(), nil
		}
	}
	return "", during("a login", err)
}

// someCredential returns the id of a login that the vendor keeps, having it keep
// one where there is none.
func (b *Bench) someCredential(ctx context.Context) (id string, err error) {
	if kept := b.Sim.World.Credentials.All(); len(kept) > 0 {
		return kept[0].ID, nil
	}
	creator, ok := b.Connector.(upstream.CredentialCreator)
	if !ok {
		return "", errors.New("there is no credential")
	}
	draft := newCredential([]string{b.userID("createCredential", b.Sim.World.People()[0])})
	for range chances {
		var kept upstream.Credential
		if kept, err = creator.CreateCredential(ctx, draft); err == nil {
			return kept.NativeID, nil
		}
	}
	return "", during("keeping a credential", err)
}
