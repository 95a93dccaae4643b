package workspace365

import (
	"context"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// exchange is one call that is one request to the vendor.
type exchange struct {
	// operation is the vendor's operation by its number in the sheet, and what is
	// special of the call.
	operation string
	// request is the golden file of what is sent, plan that of its dry run; a read
	// has none.
	request, plan string
	answer        script.Step
	call          func(context.Context, upstream.Connector) (any, error)
}

// does makes a call out of a capability's method and of what it is called with.
func does[C, In, Out any](method func(C, context.Context, In) (Out, error), in In) func(context.Context, upstream.Connector) (any, error) {
	return func(ctx context.Context, c upstream.Connector) (any, error) { return method(c.(C), ctx, in) }
}

// reads is an exchange that changes nothing.
func reads(operation, golden string, answer script.Step, call func(context.Context, upstream.Connector) (any, error)) exchange {
	return exchange{operation, "requests/" + golden + ".http", "", answer, call}
}

// writes is an exchange that changes something.
func writes(operation, golden string, answer script.Step, call func(context.Context, upstream.Connector) (any, error)) exchange {
	return exchange{operation, "requests/" + golden + ".http", "plans/" + golden + ".json", answer, call}
}

// exchanges are all of the vendor's operations.
func exchanges() []exchange {
	return slices.Concat(portalExchanges(), credentialExchanges(), directoryExchanges())
}

func portalExchanges() []exchange {
	activity, activities, made := shows(200, "answers/activity.json"), shows(200, "answers/activities.json"), says(200, `{"id":916}`)
	icon := says(200, `{"id":36,"kind":2,"name":"Computer Desktop"}`)
	content := script.Step{Status: 200, File: "answers/icon.svg", Header: http.Header{"Content-Type": {typeSVG}}}
	ref := upstream.IconRef{ID: "global.36"}
	post, announce := upstream.ActivityCreator.CreateActivity, upstream.AnnouncementCreator.CreateAnnouncement
	return []exchange{
		writes("1 a user by UPN", "create_activity", activity, does(post, sampleActivity(upstream.Audience{User: new(upn)}))),
		writes("1 a user by integer", "create_activity_least", activity, does(post, upstream.ActivityDraft{Title: "Test activity", Audience: upstream.Audience{User: new("12")}})),
		writes("2 everyone", "create_activities_everyone", activities, does(post, sampleBatch())),
		writes("2 users", "create_activities_users", activities, does(post, upstream.ActivityDraft{
			Title: "test", Color: &upstream.Color{Kind: upstream.ColorPrimary}, Audience: upstream.Audience{Users: []string{upn, "12"}},
		})),
		writes("2 groups", "create_activities_groups", activities, does(post, upstream.ActivityDraft{
			Title: "test", Color: &upstream.Color{Kind: upstream.ColorHeader},
			Audience: upstream.Audience{Groups: []upstream.GroupName{{ID: "1"}, {Name: "test-group"}}},
		})),
		reads("3", "list_apps", shows(200, "answers/apps.json"), does(upstream.UserAppLister.ListUserApps, upstream.UserAppQuery{UserID: upn, Limit: 10})),
		writes("4 with an image", "create_announcement", made, does(announce, sampleAnnouncement())),
		writes("4 with a video", "create_announcement_video", made, does(announce, upstream.AnnouncementDraft{
			Title: "My announcement", VideoEmbedCode: new(`<iframe src="https://www.youtube.com/embed/1uDQQVnrDqI"></iframe>`),
			Category: &upstream.CategoryName{Name: "Company"},
		})),
		writes("4 the least", "create_announcement_least", made, does(announce, upstream.AnnouncementDraft{Title: "My announcement", AllowComments: true})),
		reads("5", "list_icons", shows(200, "answers/icons.json"), does(upstream.IconLister.ListIcons, upstream.IconQuery{Source: upstream.EnvironmentIcons, Limit: 10})),
		reads("6", "get_icon", icon, does(upstream.IconGetter.GetIcon, ref)),
		reads("7", "get_icon_content", content, does(upstream.IconContentGetter.GetIconContent, ref)),
	}
}

func credentialExchanges() []exchange {
	draft := upstream.CredentialDraft{UserID: upn, Username: upn, Password: upstream.NewSecret("qwerty")}
	update := upstream.CredentialUpdate{ID: "8", Username: upn, Password: upstream.NewSecret("qwerty_updated")}
	presented := upstream.PresentedToken{Token: upstream.NewSecret("presented-token")}
	return []exchange{
		writes("8", "create_credential", says(200, `{"id":8}`), does(upstream.CredentialCreator.CreateCredential, draft)),
		writes("9", "update_credential", says(200, ""), does(upstream.CredentialUpdater.UpdateCredential, update)),
		reads("5 with a caller's token", "introspect", shows(200, "answers/icons.json"), does(upstream.TokenIntrospector.IntrospectToken, presented)),
	}
}

func directoryExchanges() []exchange {
	done := says(200, "")
	user, group := upstream.UserRef{ID: objectID}, upstream.GroupDraft{NativeID: groupID, DisplayName: new("Finance"), Description: new("Everyone from Finance")}
	member, nested := upstream.MemberRef{GroupID: groupID, UserID: objectID}, upstream.SubgroupRef{GroupID: groupID, SubgroupID: otherID}
	picture := upstream.UserPicture{UserID: objectID, Picture: upstream.Picture{ContentType: typePNG, Content: []byte("\x89PNG not quite")}}
	inactive := leastDraft()
	inactive.Active = new(false)
	return []exchange{
		writes("10 create", "create_least", done, does(upstream.UserCreator.CreateUser, leastDraft())),
		writes("10 put", "put_least", done, does(upstream.UserPutter.PutUser, inactive)),
		writes("11", "delete", done, does(upstream.UserDeleter.DeleteUser, user)),
		writes("12 create", "put_group", done, does(upstream.GroupCreator.CreateGroup, group)),
		writes("12 put", "put_group", done, does(upstream.GroupPutter.PutGroup, group)),
		writes("13", "delete_group", done, does(upstream.GroupDeleter.DeleteGroup, upstream.GroupRef{ID: groupID})),
		writes("14", "add_member", done, does(upstream.GroupMemberAdder.AddGroupMember, member)),
		writes("14 of a user's groups", "add_member", done, does(upstream.UserGroupChanger.ChangeUserGroups, upstream.UserGroupChanges{UserID: objectID, Add: []string{groupID}})),
		writes("15", "remove_member", done, does(upstream.GroupMemberRemover.RemoveGroupMember, member)),
		writes("15 of a user's groups", "remove_member", done, does(upstream.UserGroupChanger.ChangeUserGroups, upstream.UserGroupChanges{UserID: objectID, Remove: []string{groupID}})),
		writes("16", "add_subgroup", done, does(upstream.SubgroupAdder.AddSubgroup, nested)),
		writes("17", "remove_subgroup", done, does(upstream.SubgroupRemover.RemoveSubgroup, nested)),
		writes("18", "put_picture", done, does(upstream.UserPicturePutter.PutUserPicture, picture)),
		writes("19", "delete_picture", done, does(upstream.UserPictureDeleter.DeleteUserPicture, user)),
	}
}

// sampleActivity is the activity of the vendor's own sample.
func sampleActivity(to upstream.Audience) upstream.ActivityDraft {
	const url = "https://workspace365instance.url"
	return upstream.ActivityDraft{
		Title: "Test activity", URL: new(url), Tag: new("Proposals"), Icon: new("Phone"),
		Color:    &upstream.Color{Kind: upstream.ColorCustom, Value: new("#00ff00")},
		Actions:  []upstream.Action{{Kind: upstream.ActionCheck, Title: "Accept proposal", URL: url + "/proposal/accept"}},
		Audience: to,
	}
}

// sampleBatch is the activity for everyone of the vendor's own sample.
func sampleBatch() upstream.ActivityDraft {
	d := sampleActivity(upstream.Audience{Everyone: true})
	d.Title, d.Actions[0].Title = "test", "Accept Proposal"
	return d
}

// sampleAnnouncement is the announcement of the vendor's own sample, with an image.
func sampleAnnouncement() upstream.AnnouncementDraft {
	day := func(n int) *time.Time { return new(time.Date(2021, 4, n, 2, 0, 0, 0, time.FixedZone("", 2*60*60))) }
	return upstream.AnnouncementDraft{
		Title: "My announcement", Description: new("This is my <b>announcement</b>"),
		Image: &upstream.AnnouncementImage{
			Filename: "Minions.jpg", Picture: upstream.Picture{ContentType: "image/jpeg", Content: []byte{0xff, 0xd8, 0xff, 0xe0}},
		},
		Category: &upstream.CategoryName{ID: "2"}, Popup: true, AllowComments: true, StartAt: day(15), EndAt: day(18),
	}
}

func TestEveryOperationIsSentAsItIsDocumented(t *testing.T) {
	for _, x := range exchanges() {
		t.Run(x.operation, func(t *testing.T) {
			c, s := play(t, x.answer)
			if _, err := x.call(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			script.Golden(t, x.request, s.Text())
		})
	}
}

func TestEveryRouteOfTheTableHasAGoldenRequest(t *testing.T) {
	var lines []string
	for _, x := range exchanges() {
		line, _, _ := strings.Cut(script.File(t, x.request), "\n")
		lines = append(lines, line)
	}
	for name, route := range defaultRoutes() {
		parameter := regexp.MustCompile(`\\\{[^}]*\}`)
		form := regexp.MustCompile("^" + route.Verb + " /acme" + parameter.ReplaceAllString(regexp.QuoteMeta(route.Path), "[^/]+") + "$")
		if !slices.ContainsFunc(lines, form.MatchString) {
			t.Errorf("no golden request of %s, %s", name, form)
		}
	}
}

func TestADryRunPlansTheWriteAndSendsNothing(t *testing.T) {
	for _, x := range exchanges() {
		if x.plan == "" {
			continue
		}
		t.Run(x.operation, func(t *testing.T) {
			c, s := play(t)
			ctx, plan := upstream.WithPlan(t.Context())
			got, err := x.call(ctx, c)
			if err != nil {
				t.Fatal(err)
			}
			s.WantNone()
			script.GoldenJSON(t, x.plan, plan.Requests())
			if v := reflect.ValueOf(got); !v.IsZero() {
				t.Errorf("a plan answered %v", got)
			}
		})
	}
}

func TestARefusedTokenIsTheGatewaysOwn(t *testing.T) {
	for _, x := range exchanges() {
		if strings.Contains(x.request, "introspect") {
			continue
		}
		for _, status := range []int{401, 403} {
			c, _ := play(t, says(status, ""))
			_, err := x.call(t.Context(), c)
			if e := script.Failure(t, err); e.Kind != upstream.Credentials {
				t.Errorf("%s: %d is %s", x.operation, status, e.Kind)
			}
		}
	}
}

func TestAPageIsNoAnswer(t *testing.T) {
	for _, x := range exchanges() {
		c, _ := play(t, shows(200, "answers/login_page.html"))
		_, err := x.call(t.Context(), c)
		e := script.Failure(t, err)
		want := upstream.Unknown
		if x.plan == "" {
			want = ""
		}
		if e.Kind != upstream.Malformed || e.Outcome != want {
			t.Errorf("%s: %s, %q", x.operation, e.Kind, e.Outcome)
		}
	}
}
