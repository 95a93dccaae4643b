package upstreamtest

import (
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func tokenOperations() []operation {
	return []operation{
		writing("issueToken", invoke(upstream.TokenIssuer.IssueToken, given(passwordGrant)), loginName, password).byCaller().tells(),
		writing("refreshToken", invoke(upstream.TokenRefresher.RefreshToken, given(refreshGrant)), refreshToken).byCaller().tells(),
		reading("introspectToken", invoke(upstream.TokenIntrospector.IntrospectToken, given(presented)), accessToken).byCaller(),
		writing("revokeToken", invoke(upstream.TokenRevoker.RevokeToken, given(presented)), accessToken).byCaller(),
		writing("rotateRefreshToken", invoke(upstream.RefreshTokenRotator.RotateRefreshToken, given(rotation)), refreshToken).byCaller(),
		reading("authorizeAction", invoke(upstream.ActionAuthorizer.AuthorizeAction, given(actionRequest)), accessToken).byCaller(),
		reading("startSSO", invoke(upstream.SSOStarter.StartSSO, fixed(struct{}{}))),
	}
}

func passwordGrant(texts []string) upstream.PasswordGrant {
	return upstream.PasswordGrant{Username: texts[0], Password: upstream.NewSecret(texts[1])}
}

func refreshGrant(texts []string) upstream.RefreshGrant {
	return upstream.RefreshGrant{RefreshToken: upstream.NewSecret(texts[0])}
}

func presented(texts []string) upstream.PresentedToken {
	return upstream.PresentedToken{Token: upstream.NewSecret(texts[0])}
}

func rotation(texts []string) upstream.Rotation {
	return upstream.Rotation{RefreshToken: new(upstream.NewSecret(texts[0]))}
}

func actionRequest(texts []string) upstream.ActionRequest {
	return upstream.ActionRequest{
		EntityType: "pipeline", Action: "read", EntityID: "5f2a0c9d8e7b6a5f4e3d2c1b", Token: upstream.NewSecret(texts[0]),
	}
}
