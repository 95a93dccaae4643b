package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func checkRevoke(ctx context.Context, b *Bench) error {
	revoker := b.Connector.(upstream.TokenRevoker)
	token, err := b.goodToken(ctx)
	if err != nil {
		return err
	}
	other, err := b.goodToken(ctx)
	if err != nil {
		return err
	}
	before := b.snapshot()
	var faults []error
	for _, ended := range append(madeUpTokens(), token, token) {
		_, err := revoker.RevokeToken(ctx, presented([]string{ended}))
		faults = append(faults, err)
	}
	if has[upstream.TokenIntrospector](b.Connector) {
		verdict, err := b.introspect(ctx, other)
		faults = append(faults, b.inactive(ctx, token), err, demand(verdict.Active || other == token, "another token ended too"))
	}
	return errors.Join(append(faults, b.unchanged(before))...)
}

// checkRotate rotates a caller's token and, where the suite knows it, the
// connection's own.
func checkRotate(ctx context.Context, b *Bench) error {
	p, err := b.login()
	if err != nil {
		return err
	}
	before := b.snapshot()
	faults := []error{b.rotated(ctx, p.Secrets[secretRefresh], rotation([]string{p.Secrets[secretRefresh]}))}
	for _, wrong := range append(madeUpTokens(), p.Secrets[secretRefresh]) {
		_, err := b.Connector.(upstream.RefreshTokenRotator).RotateRefreshToken(ctx, rotation([]string{wrong}))
		faults = append(faults, during(fmt.Sprintf("%q", wrong), isKind(err, upstream.InvalidGrant)))
	}
	faults = append(faults, b.unchanged(before, user(p.ID)))
	if own := credentials(b.Sim)[settingRefresh]; own != "" {
		faults = append(faults, during("the connection's own", b.rotated(ctx, own, upstream.Rotation{})))
	}
	return errors.Join(faults...)
}

// rotated retires a refresh token and demands that it refreshes before and not
// after.
func (b *Bench) rotated(ctx context.Context, token string, r upstream.Rotation) error {
	refresher, refreshes := b.Connector.(upstream.TokenRefresher)
	grant := refreshGrant([]string{token})
	if refreshes {
		if _, err := refresher.RefreshToken(ctx, grant); err != nil {
			return during("before", err)
		}
	}
	_, err := b.Connector.(upstream.RefreshTokenRotator).RotateRefreshToken(ctx, r)
	if err == nil && refreshes {
		_, after := refresher.RefreshToken(ctx, grant)
		err = during("after", isKind(after, upstream.InvalidGrant))
	}
	return err
}

// administrator is the role whose people a simulator lets do everything; nobody
// else may do anything to a thing that nobody has heard of.
const administrator = "admin"

func checkAuthorize(ctx context.Context, b *Bench) error {
	authorizer := b.Connector.(upstream.ActionAuthorizer)
	asked := map[bool]bool{}
	var faults []error
	for _, p := range b.Sim.World.People()[1:] {
		may := slices.Contains(p.Roles, administrator)
		if asked[may] || !canLogIn(p) {
			continue
		}
		asked[may] = true
		token, err := b.tokenOf(ctx, p)
		if err != nil {
			return err
		}
		answer, err := authorizer.AuthorizeAction(ctx, actionRequest([]string{token}))
		faults = append(faults, err, during(fmt.Sprintf("authorized %t", may), sameAuthorization(answer, may)))
	}
	for _, bad := range madeUpTokens() {
		_, err := authorizer.AuthorizeAction(ctx, actionRequest([]string{bad}))
		faults = append(faults, during(fmt.Sprintf("%q", bad), isKind(err, upstream.InvalidGrant)))
	}
	return errors.Join(append(faults, demand(asked[true] && asked[false], "nobody is there to ask about"))...)
}

func sameAuthorization(answer upstream.Authorization, may bool) error {
	delegation := answer.DelegationToken
	return errors.Join(
		demand(answer.Authorized == may, fmt.Sprintf("the answer is %t", answer.Authorized)),
		demand(delegation == nil || may && !delegation.IsZero(), "there is a delegation token for nothing, or an empty one"))
}

func checkSSO(ctx context.Context, b *Bench) error {
	sso, err := b.Connector.(upstream.SSOStarter).StartSSO(ctx, struct{}{})
	if err != nil {
		return err
	}
	at := sso.Location
	return demand(at != nil && at.IsAbs() && at.Host != "" && at.User == nil, fmt.Sprintf("the address is %v", at))
}
