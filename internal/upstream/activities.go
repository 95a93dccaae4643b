package upstream

import (
	"encoding/json"
	"time"
)

// ActivityDraft is something for people to see or do. A nil pointer means that
// the caller did not say.
type ActivityDraft struct {
	Title string
	URL   *string
	Tag   *string
	// Icon is an icon's name.
	Icon  *string
	Color *Color
	// Actions are at most two buttons.
	Actions  []Action
	Audience Audience
}

// Action is a button of an activity.
type Action struct {
	Kind ActionKind
	// Title has at most 32 characters.
	Title string
	URL   string
}

// ActionKind is what a button stands for.
type ActionKind string

// The kinds of action.
const (
	ActionCheck    ActionKind = "check"
	ActionCancel   ActionKind = "cancel"
	ActionAdd      ActionKind = "add"
	ActionOpen     ActionKind = "open"
	ActionEdit     ActionKind = "edit"
	ActionManage   ActionKind = "manage"
	ActionDelete   ActionKind = "delete"
	ActionForward  ActionKind = "forward"
	ActionBackward ActionKind = "backward"
)

// Color is a color by kind; Value, "#rrggbb", is there for a custom one only.
type Color struct {
	Kind  ColorKind
	Value *string
}

// ColorKind is where a color comes from.
type ColorKind string

// The kinds of color.
const (
	ColorCustom  ColorKind = "custom"
	ColorPrimary ColorKind = "primary"
	ColorHeader  ColorKind = "header"
)

// Audience is whom an activity is for: exactly one of its members is set.
type Audience struct {
	// User is one user's id.
	User *string
	// Users are the ids of one or more users.
	Users []string
	// Groups are one or more groups; everybody in them is meant.
	Groups []GroupName
	// Everyone is everybody at the vendor.
	Everyone bool
}

// GroupName names a group by its id or by its name; exactly one is set.
type GroupName struct {
	ID   string
	Name string
}

// Activity is an activity that was made for one user.
type Activity struct {
	NativeID string
	// UserID is the user's native id, of whatever kind the vendor told.
	UserID string
}

// AnnouncementDraft is news for everyone. A nil pointer means that the caller did
// not say.
type AnnouncementDraft struct {
	Title       string
	Description *string
	// At most one of Image and VideoEmbedCode is set.
	Image          *AnnouncementImage
	VideoEmbedCode *string
	Category       *CategoryName
	Popup          bool
	AllowComments  bool
	StartAt, EndAt *time.Time
}

// AnnouncementImage is an image within an announcement, a PNG, a JPEG or a GIF.
type AnnouncementImage struct {
	Filename string
	Picture
}

// CategoryName names a category by its id or by its name; exactly one is set.
type CategoryName struct {
	ID   string
	Name string
}

// Announcement is an announcement that was made.
type Announcement struct{ NativeID string }

// AuditEvent is one line of a vendor's audit log.
type AuditEvent struct {
	NativeID   string
	OccurredAt *time.Time
	// Extensions are the event's other members as the vendor has them, without
	// its secrets; nil where there are none.
	Extensions json.RawMessage
}

// AuditQuery asks for one page of the audit log: what happened at Since or later
// and before Until. A nil Until is open; a nil Since is as far back as the vendor
// goes without being asked, which its remark tells.
type AuditQuery struct {
	Since, Until *time.Time
	Limit        int
	At           string
}
