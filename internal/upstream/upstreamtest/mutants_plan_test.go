package upstreamtest_test

import (
	"context"
	"encoding/json"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func planMutants() []mutant {
	const (
		nothing = "a dry run changes nothing and plans something"
		exactly = "a dry run plans exactly what a real call sends"
		secret  = "a plan holds no credential, no password and no picture"
	)
	return []mutant{
		{"sends writes in a dry run", nothing, bentMini(func(b *bent, _ *mini) {
			b.remove = func(ctx context.Context, r upstream.UserRef) (struct{}, error) {
				if upstream.PlanFrom(ctx) != nil {
					ctx = context.Background()
				}
				return b.whole.DeleteUser(ctx, r)
			}
		})},
		{"plans nothing", nothing, bentMini(func(b *bent, _ *mini) {
			b.remove = func(ctx context.Context, r upstream.UserRef) (struct{}, error) {
				if upstream.PlanFrom(ctx) != nil {
					return struct{}{}, nil
				}
				return b.whole.DeleteUser(ctx, r)
			}
		})},
		{"plans another verb than it sends", exactly, bentPlan(func(r *upstream.PlannedRequest) { r.Method = "PATCH" })},
		{"plans another path than it sends", exactly, bentPlan(func(r *upstream.PlannedRequest) { r.Path += "/" })},
		{"plans a query that it does not send", exactly, bentPlan(func(r *upstream.PlannedRequest) { r.Query = "force=true" })},
		{"plans no credential", exactly, bentPlan(func(r *upstream.PlannedRequest) { delete(r.Headers, "Authorization") })},
		{"plans another body than it sends", exactly, bentPlan(func(r *upstream.PlannedRequest) { r.Body = json.RawMessage(`{}`) })},
		{"plans its key", secret, bentPlan(func(r *upstream.PlannedRequest) { r.Headers["Authorization"] = "Bearer " + miniKey })},
	}
}
