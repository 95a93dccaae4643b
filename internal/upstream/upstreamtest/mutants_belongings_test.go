package upstreamtest_test

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func belongingMutants() []mutant {
	const (
		app     = "a user's app says what the vendor has"
		picture = "a picture that is put is kept byte for byte"
		gone    = "a picture that is deleted is gone"
		login   = "a login that is created is kept as asked"
		update  = "a login that is updated is kept as asked"
		plan    = "a plan holds no credential, no password and no picture"
	)
	apps := func(spoil func(*upstream.App)) func(*wide) {
		return func(w *wide) {
			w.listApps = saying(w.Fake.ListUserApps, func(p *upstream.Page[upstream.App]) {
				for i := range p.Items {
					spoil(&p.Items[i])
				}
			})
		}
	}
	return []mutant{
		{"forgets the color of an app", app, bentWide(apps(func(a *upstream.App) { a.Color = nil }))},
		{"says an empty address for none", app, bentWide(apps(func(a *upstream.App) {
			if a.URL == nil {
				a.URL = new("")
			}
		}))},
		{"has one word for every app", app, bentWide(apps(func(a *upstream.App) { a.Type = "app" }))},
		{"cuts a picture", picture, bentWide(func(w *wide) {
			w.putPicture = asking(w.Fake.PutUserPicture, func(p *upstream.UserPicture) { p.Content = p.Content[:20] })
		})},
		{"takes every picture for a PNG", picture, bentWide(func(w *wide) {
			w.putPicture = asking(w.Fake.PutUserPicture, func(p *upstream.UserPicture) { p.ContentType = "image/png" })
		})},
		{"deletes no picture", gone, bentWide(func(w *wide) {
			w.deletePicture = func(context.Context, upstream.UserRef) (struct{}, error) { return struct{}{}, nil }
		})},
		{"forgets the password of a login", login, bentWide(func(w *wide) {
			w.createCredential = asking(w.Fake.CreateCredential, func(d *upstream.CredentialDraft) { d.Password = upstream.Secret{} })
		})},
		{"does not tell the id of a login", login, bentWide(func(w *wide) {
			w.createCredential = saying(w.Fake.CreateCredential, func(c *upstream.Credential) { c.NativeID = "" })
		})},
		{"keeps the password of a login that is updated", update, bentWide(func(w *wide) {
			w.updateCredential = asking(w.Fake.UpdateCredential, func(u *upstream.CredentialUpdate) {
				u.Password = upstream.NewSecret("an older one")
			})
		})},
		{"makes a new login of an update", update, bentWide(func(w *wide) {
			w.updateCredential = also(w.Fake.UpdateCredential, func(ctx context.Context, u upstream.CredentialUpdate) {
				list, _ := w.ListUsers(ctx, upstream.UserQuery{Limit: 1})
				_, _ = w.Fake.CreateCredential(ctx, upstream.CredentialDraft{UserID: list.Items[0].NativeID, Username: u.Username, Password: u.Password})
			})
		})},
		{"plans a picture", plan, bentWide(func(w *wide) {
			w.putPicture = also(w.Fake.PutUserPicture, func(ctx context.Context, p upstream.UserPicture) {
				if plan := upstream.PlanFrom(ctx); plan != nil {
					plan.Record(upstream.PlannedRequest{Headers: map[string]string{"Picture": string(p.Content)}, Body: mustJSON(p.Content)})
				}
			})
		})},
		{"plans the password of a login", plan, bentWide(func(w *wide) {
			w.createCredential = also(w.Fake.CreateCredential, func(ctx context.Context, d upstream.CredentialDraft) {
				if plan := upstream.PlanFrom(ctx); plan != nil {
					plan.Record(upstream.PlannedRequest{Body: mustJSON(d.Password.Reveal())})
				}
			})
		})},
	}
}
