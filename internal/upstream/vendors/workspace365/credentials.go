package workspace365

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// login is what the vendor keeps. quirk: these members alone are sent in lower
// case (sheet §4.2).
type login struct {
	Username string `json:"username"`
	Password string `json:"password"`
}

// CreateCredential has the vendor keep a login for the user of this UPN.
func (p *portal) CreateCredential(ctx context.Context, d upstream.CredentialDraft) (upstream.Credential, error) {
	var none upstream.Credential
	if wrong := needUPN(inPath("userId", d.UserID)); wrong != nil {
		return none, upstream.Unsent(wrong)
	}
	answer, err := p.do(ctx, "createCredential", rest.Call{
		Params: []string{d.UserID}, JSON: login{d.Username, d.Password.Reveal()}, Secrets: []upstream.Secret{d.Password},
	})
	if err != nil || answer.Planned {
		return none, err
	}
	made, err := rest.JSONFolded[identified](answer)
	if err != nil {
		return none, err
	}
	id, err := decimal(answer, made.ID)
	if err != nil {
		return none, err
	}
	return upstream.Credential{NativeID: id, Username: new(d.Username)}, nil
}

// UpdateCredential replaces the login under the id that create answered.
func (p *portal) UpdateCredential(ctx context.Context, u upstream.CredentialUpdate) (upstream.Credential, error) {
	if wrong := need("an integer id", isNumber, inPath("credentialId", u.ID)); wrong != nil {
		return upstream.Credential{}, upstream.Unsent(wrong)
	}
	answer, err := p.write(ctx, "updateCredential", rest.Call{
		Params: []string{u.ID}, JSON: login{u.Username, u.Password.Reveal()}, Secrets: []upstream.Secret{u.Password},
	})
	if err != nil || answer.Planned {
		return upstream.Credential{}, err
	}
	return upstream.Credential{NativeID: u.ID, Username: new(u.Username)}, nil
}
