package upstreamtest_test

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest"
)

// whole is a connector that obeys every rule and has the operations that are
// bent.
type whole interface {
	upstream.Connector
	upstream.UserLister
	upstream.UserGetter
	upstream.UserCreator
	upstream.UserPutter
	upstream.UserUpdater
	upstream.UserDeleter
	upstream.ConnectionChecker
	upstream.GroupMemberAdder
	upstream.TokenIssuer
	upstream.TokenIntrospector
}

type call[In, Out any] func(context.Context, In) (Out, error)

type (
	page   = upstream.Page[upstream.User]
	list   = call[upstream.UserQuery, page]
	get    = call[upstream.UserRef, upstream.User]
	create = call[upstream.UserDraft, upstream.User]
	put    = call[upstream.UserDraft, upstream.PutResult]
	update = call[upstream.UserPatch, upstream.User]
	remove = call[upstream.UserRef, struct{}]
	check  = call[struct{}, []upstream.Check]
	join   = call[upstream.MemberRef, struct{}]
	issue  = call[upstream.PasswordGrant, upstream.Token]
	ask    = call[upstream.PresentedToken, upstream.Introspection]
)

// bent is a connector that is wrong on purpose: a whole one, with other
// functions in place of those that are set.
type bent struct {
	whole
	list   list
	get    get
	create create
	put    put
	update update
	remove remove
	check  check
	join   join
	issue  issue
	ask    ask
	close  func() error
}

// bend makes a mutant of a connector.
func bend(w whole, breakOne func(*bent)) *bent {
	b := &bent{
		whole: w, list: w.ListUsers, get: w.GetUser, create: w.CreateUser, put: w.PutUser,
		update: w.UpdateUser, remove: w.DeleteUser, check: w.CheckConnection,
		join: w.AddGroupMember, issue: w.IssueToken, ask: w.IntrospectToken, close: w.Close,
	}
	breakOne(b)
	return b
}

func (b *bent) ListUsers(ctx context.Context, q upstream.UserQuery) (page, error) {
	return b.list(ctx, q)
}

func (b *bent) GetUser(ctx context.Context, r upstream.UserRef) (upstream.User, error) {
	return b.get(ctx, r)
}

func (b *bent) CreateUser(ctx context.Context, d upstream.UserDraft) (upstream.User, error) {
	return b.create(ctx, d)
}

func (b *bent) PutUser(ctx context.Context, d upstream.UserDraft) (upstream.PutResult, error) {
	return b.put(ctx, d)
}

func (b *bent) UpdateUser(ctx context.Context, p upstream.UserPatch) (upstream.User, error) {
	return b.update(ctx, p)
}

func (b *bent) DeleteUser(ctx context.Context, r upstream.UserRef) (struct{}, error) {
	return b.remove(ctx, r)
}

func (b *bent) CheckConnection(ctx context.Context, _ struct{}) ([]upstream.Check, error) {
	return b.check(ctx, struct{}{})
}

func (b *bent) AddGroupMember(ctx context.Context, r upstream.MemberRef) (struct{}, error) {
	return b.join(ctx, r)
}

func (b *bent) IssueToken(ctx context.Context, g upstream.PasswordGrant) (upstream.Token, error) {
	return b.issue(ctx, g)
}

func (b *bent) IntrospectToken(ctx context.Context, t upstream.PresentedToken) (upstream.Introspection, error) {
	return b.ask(ctx, t)
}

func (b *bent) Close() error { return b.close() }

// bentFake returns a subject in memory that breaks one rule.
func bentFake(breakOne func(*bent)) upstreamtest.Subject {
	return fake(func(f *upstreamtest.Fake) upstream.Connector { return bend(f, breakOne) })
}

// bentMini returns a subject on the wire that breaks one rule. The mini is the
// one that is bent.
func bentMini(breakOne func(*bent, *mini)) upstreamtest.Subject {
	return small(func(m *mini) upstream.Connector { return bend(m, func(b *bent) { breakOne(b, m) }) })
}
