package handlers

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// checkDraft holds a whole user to the scopes that its body needs and to what the
// vendor can hold, in this order.
func checkDraft(ctx context.Context, t target, d upstream.UserDraft, on upstream.When) error {
	description := t.Connector.Describe()
	if err := checkPower(ctx, description.UserFields, d.Giving(), on); err != nil {
		return err
	}
	if len(d.Groups) > 0 {
		if err := need(callerFrom(ctx), groupScope); err != nil {
			return err
		}
	}
	return refused(t.Name, description.CheckDraft(d, on))
}

// checkGroupDraft is checkDraft for a group.
func checkGroupDraft(ctx context.Context, t target, d upstream.GroupDraft, on upstream.When) error {
	description := t.Connector.Describe()
	if err := checkPower(ctx, description.GroupFields, d.Giving(), on); err != nil {
		return err
	}
	return refused(t.Name, description.CheckGroupDraft(d, on))
}

// checkPatch is checkDraft for a patch: whatever it mentions counts, since also
// taking power away is an administrator's.
func checkPatch(ctx context.Context, t target, p upstream.UserPatch) error {
	description := t.Connector.Describe()
	if err := checkPower(ctx, description.UserFields, p.Present(), upstream.OnPatch); err != nil {
		return err
	}
	return refused(t.Name, description.CheckPatch(p))
}

// checkPower demands the administrator's scope where one of the named fields may
// give power away.
func checkPower(ctx context.Context, table upstream.Fields, fields []string, on upstream.When) error {
	if len(table.Powerful(fields, on)) == 0 {
		return nil
	}
	return need(callerFrom(ctx), administratorScope)
}

// refused is the problem of fields that this vendor's tables refuse, found
// before anything was sent.
func refused(connection string, faults []upstream.FieldError) error {
	if len(faults) == 0 {
		return nil
	}
	return vendorFailure(connection, upstream.Reject(faults...))
}
