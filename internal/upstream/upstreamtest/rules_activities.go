package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func activityRules() []Rule {
	makes := has[upstream.ActivityCreator]
	return []Rule{
		{Name: "an activity is shown as asked", Needs: makes, Check: checkActivity},
		{Name: "an activity is made once for everybody whom it is for", Needs: makes, Check: checkAudience},
		{Name: "an announcement is made as asked", Needs: has[upstream.AnnouncementCreator], Check: checkAnnouncement},
	}
}

// made makes an activity and demands that each of these people has one of it, as
// the draft says, that the answer names them all, and that nothing else changed.
func (b *Bench) made(ctx context.Context, d upstream.ActivityDraft, people ...simkit.Person) error {
	before, old := b.snapshot(), len(b.Sim.World.Activities.All())
	answer, err := b.Connector.(upstream.ActivityCreator).CreateActivity(ctx, d)
	if err != nil {
		return err
	}
	shown := b.Sim.World.Activities.All()[old:]
	if len(shown) != len(people) || len(answer) != len(people) {
		return fmt.Errorf("%d activities, of which %d are told, want %d", len(shown), len(answer), len(people))
	}
	var faults []error
	var came []thing
	for _, p := range people {
		i := slices.IndexFunc(shown, func(a simkit.Activity) bool { return isNamed(a.UserID, p) })
		if i < 0 {
			faults = append(faults, about(p.ID, errors.New("there is no activity of this user")))
			continue
		}
		is := shown[i]
		came = append(came, thing{"activity", is.ID})
		told := slices.ContainsFunc(answer, func(a upstream.Activity) bool { return a.NativeID == is.ID && isNamed(a.UserID, p) })
		faults = append(faults, about(p.ID, errors.Join(sameActivity(is, d), demand(told, "the answer does not tell of it"))))
	}
	return errors.Join(append(faults, b.unchanged(before, came...))...)
}

func sameActivity(is simkit.Activity, d upstream.ActivityDraft) error {
	want := simkit.Activity{ID: is.ID, UserID: is.UserID, Title: d.Title, URL: d.URL, Tag: d.Tag, Icon: d.Icon}
	if d.Color != nil {
		want.Color = &simkit.Color{Kind: string(d.Color.Kind), Value: text(d.Color.Value)}
	}
	for _, a := range d.Actions {
		want.Actions = append(want.Actions, simkit.Action{Kind: string(a.Kind), Title: a.Title, URL: a.URL})
	}
	is.Actions = append([]simkit.Action(nil), is.Actions...)
	if !reflect.DeepEqual(is, want) {
		return fmt.Errorf("it is %s, want %s", mustJSON(is), mustJSON(want))
	}
	return nil
}

// checkActivity makes activities with everything, with every color and action
// between them, one with the least, and some with one thing.
func checkActivity(ctx context.Context, b *Bench) error {
	p := b.Sim.World.People()[1]
	audience := upstream.Audience{User: new(b.userID("createActivity", p))}
	least := upstream.ActivityDraft{Title: "Least", Audience: audience}
	tagged, colored, single := least, least, least
	tagged.Tag, tagged.Icon = new("Tag"), new("Phone")
	colored.URL, colored.Color = new("https://suite.example/"), new(colors()[1])
	single.Actions = activityDraft(audience, 4).Actions[:1]
	drafts := []upstream.ActivityDraft{least, tagged, colored, single}
	for i := range actionKinds() {
		drafts = append(drafts, activityDraft(audience, i))
	}
	for i, d := range drafts {
		if err := b.made(ctx, d, p); err != nil {
			return fmt.Errorf("activity %d: %w", i, err)
		}
	}
	return nil
}

// checkAudience also names somebody in every way in which the vendor knows users,
// and groups that share people.
func checkAudience(ctx context.Context, b *Bench) error {
	people := b.Sim.World.People()
	var users []string
	for _, p := range people[:3] {
		users = append(users, b.userIDs("createActivity", p)...)
	}
	users = append(users, users[0])
	byID, byName, ids := b.audienceGroups()
	faults := []error{
		during("some users", b.made(ctx, activityDraft(upstream.Audience{Users: users}, 1), people[:3]...)),
		during("groups by id", b.made(ctx, activityDraft(upstream.Audience{Groups: byID}, 2), b.membersOf(ids...)...)),
		during("groups by name", b.made(ctx, activityDraft(upstream.Audience{Groups: byName}, 3), b.membersOf(ids...)...)),
		during("everybody", b.made(ctx, activityDraft(upstream.Audience{Everyone: true}, 4), people...)),
	}
	for _, id := range b.userIDs("createActivity", people[5]) {
		faults = append(faults, about(id, b.made(ctx, activityDraft(upstream.Audience{User: &id}, 5), people[5])))
	}
	return errors.Join(faults...)
}

// audienceGroups returns the groups in which no other is nested: whether those
// in an inner group are in the outer one is the vendor's to say.
func (b *Bench) audienceGroups() (byID, byName []upstream.GroupName, ids []string) {
	for _, g := range b.Sim.World.Groups() {
		if len(g.Subgroups) == 0 {
			byID = append(byID, upstream.GroupName{ID: b.groupID("createActivity", g)})
			byName = append(byName, upstream.GroupName{Name: text(g.DisplayName)})
			ids = append(ids, g.ID)
		}
	}
	return byID, byName, ids
}
