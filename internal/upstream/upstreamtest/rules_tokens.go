package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func tokenRules() []Rule {
	return []Rule{
		{Name: "a right login gets a token of the user", Needs: has[upstream.TokenIssuer], Check: checkIssue},
		{Name: "a wrong login is an invalid grant", Needs: has[upstream.TokenIssuer], Check: checkWrongLogin},
		{Name: "a refresh token gets a token, and a wrong one is an invalid grant", Needs: has[upstream.TokenRefresher], Check: checkRefresh},
		{Name: "a good token is active, and any other is inactive with nothing else", Needs: has[upstream.TokenIntrospector], Check: checkIntrospect},
		{Name: "a revoked token is no longer active, and an unknown one is no error", Needs: has[upstream.TokenRevoker], Check: checkRevoke},
		{Name: "a rotated refresh token no longer refreshes", Needs: has[upstream.RefreshTokenRotator], Check: checkRotate},
		{Name: "who may do something is authorized, and nobody else", Needs: has[upstream.ActionAuthorizer], Check: checkAuthorize},
		{Name: "a sign-on begins at an address", Needs: has[upstream.SSOStarter], Check: checkSSO},
	}
}

// madeUpTokens are tokens that nobody ever issued; some no header can carry.
func madeUpTokens() []string {
	return []string{
		"made-up-token-that-nobody-issued", "11111111-2222-3333-4444-555555555555", "two words", "line\r\nend", "tökén",
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJub2JvZHkiLCJleHAiOjQxMDI0NDQ4MDB9.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	}
}

// ofUser demands a token of this user, which is good where that can be asked.
func (b *Bench) ofUser(ctx context.Context, t upstream.Token, p simkit.Person) error {
	if t.AccessToken.IsZero() || t.TokenType == "" {
		return errors.New("there is no token, or no type of it")
	}
	faults := []error{
		demand(t.UserID == nil || isNamed(*t.UserID, p), "it is somebody else's"),
		demand(t.ExpiresAt == nil || t.ExpiresAt.Location() == time.UTC, "its end is not in UTC"),
	}
	if has[upstream.TokenIntrospector](b.Connector) {
		verdict, err := b.introspect(ctx, t.AccessToken.Reveal())
		faults = append(faults, err, demand(verdict.Active, "it is not active"))
	}
	return errors.Join(faults...)
}

func (b *Bench) introspect(ctx context.Context, token string) (upstream.Introspection, error) {
	return b.Connector.(upstream.TokenIntrospector).IntrospectToken(ctx, presented([]string{token}))
}

func checkIssue(ctx context.Context, b *Bench) error {
	p, err := b.login()
	if err != nil {
		return err
	}
	before := b.snapshot()
	t, err := b.Connector.(upstream.TokenIssuer).IssueToken(ctx, passwordGrant([]string{text(p.UserName), p.Secrets[secretPassword]}))
	if err != nil {
		return err
	}
	return errors.Join(b.ofUser(ctx, t, p), b.unchanged(before))
}

func checkWrongLogin(ctx context.Context, b *Bench) error {
	p, err := b.login()
	if err != nil {
		return err
	}
	var faults []error
	for _, wrong := range [][]string{
		{text(p.UserName), "not the password"}, {text(p.UserName), ""}, {"nobody@suite.example", p.Secrets[secretPassword]},
		{text(p.UserName), p.Secrets[secretPassword] + "!"}, {text(p.UserName), newPassword},
	} {
		_, err := b.Connector.(upstream.TokenIssuer).IssueToken(ctx, passwordGrant(wrong))
		faults = append(faults, isKind(err, upstream.InvalidGrant))
	}
	return errors.Join(faults...)
}

func checkRefresh(ctx context.Context, b *Bench) error {
	p, err := b.login()
	if err != nil {
		return err
	}
	refresher := b.Connector.(upstream.TokenRefresher)
	t, err := refresher.RefreshToken(ctx, refreshGrant([]string{p.Secrets[secretRefresh]}))
	if err != nil {
		return err
	}
	faults := []error{b.ofUser(ctx, t, p)}
	for _, wrong := range append(madeUpTokens(), p.Secrets[secretPassword]) {
		_, err := refresher.RefreshToken(ctx, refreshGrant([]string{wrong}))
		faults = append(faults, during(fmt.Sprintf("%q", wrong), isKind(err, upstream.InvalidGrant)))
	}
	return errors.Join(faults...)
}

func checkIntrospect(ctx context.Context, b *Bench) error {
	good, err := b.goodToken(ctx)
	if err != nil {
		return err
	}
	verdict, err := b.introspect(ctx, good)
	faults := []error{err, demand(verdict.Active, "a good token is not active")}
	for _, at := range []*time.Time{verdict.ExpiresAt, verdict.IssuedAt} {
		faults = append(faults, demand(at == nil || at.Location() == time.UTC, "a time is not in UTC"))
	}
	if p, err := b.login(); err == nil && verdict.Username != nil {
		faults = append(faults, demand(isNamed(*verdict.Username, p), "it is somebody else's"))
	}
	for _, bad := range madeUpTokens() {
		faults = append(faults, during(fmt.Sprintf("%q", bad), b.inactive(ctx, bad)))
	}
	return errors.Join(faults...)
}

// inactive demands that the token is not active, and that nothing else is said.
func (b *Bench) inactive(ctx context.Context, token string) error {
	verdict, err := b.introspect(ctx, token)
	return errors.Join(err, demand(verdict == upstream.Introspection{}, fmt.Sprintf("the verdict is %s", mustJSON(verdict))))
}
