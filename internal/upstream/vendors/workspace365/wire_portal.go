package workspace365

import "github.com/dragoman-gateway/dragoman/internal/upstream"

// activity is an activity as it is sent. User is nil in a batch. quirk: the
// vendor's samples have the numbers of kinds as texts, too; they are sent as the
// integers that its tables have (sheet §7.5).
type activity struct {
	User    *lookup   `json:"User,omitempty"`
	Icon    *iconName `json:"Icon,omitempty"`
	Title   string    `json:"Title"`
	URL     *string   `json:"Url,omitempty"`
	Tag     *string   `json:"Tag,omitempty"`
	Color   *color    `json:"Color,omitempty"`
	Actions []action  `json:"Actions,omitempty"`
}

type iconName struct {
	Name string `json:"Name"`
}

type color struct {
	Kind  int     `json:"Kind"`
	Value *string `json:"Value,omitempty"`
}

type action struct {
	Kind  int    `json:"Kind"`
	Title string `json:"Title"`
	URL   string `json:"Url"`
}

// activityBatch is an activity for many.
type activityBatch struct {
	Scope scope    `json:"Scope"`
	Data  activity `json:"Data"`
}

type scope struct {
	Kind   int      `json:"Kind"`
	Users  []lookup `json:"Users,omitempty"`
	Groups []lookup `json:"Groups,omitempty"`
}

// The kinds of scope.
const (
	allUsers = iota
	someUsers
	someGroups
)

var actionKinds = map[upstream.ActionKind]int{
	upstream.ActionCheck: 1, upstream.ActionCancel: 2, upstream.ActionAdd: 3,
	upstream.ActionOpen: 4, upstream.ActionEdit: 5, upstream.ActionManage: 6,
	upstream.ActionDelete: 7, upstream.ActionForward: 8, upstream.ActionBackward: 9,
}

var colorKinds = map[upstream.ColorKind]int{
	upstream.ColorCustom: 1, upstream.ColorPrimary: 2, upstream.ColorHeader: 3,
}

// madeActivity is one activity of an answer. quirk: of the user's two names the
// vendor may tell only one (sheet §4.4).
type madeActivity struct {
	identified
	User struct {
		identified
		UPN *string `json:"upn"`
	} `json:"user"`
}

// announcement is an announcement as it is sent.
type announcement struct {
	Title         string  `json:"Title"`
	Description   *string `json:"Description,omitempty"`
	Media         *media  `json:"Media,omitempty"`
	Category      *lookup `json:"Category,omitempty"`
	Popup         bool    `json:"ShowPopupDirectlyToUser"`
	AllowComments bool    `json:"AllowComments"`
	StartTime     *string `json:"StartTime,omitempty"`
	EndTime       *string `json:"EndTime,omitempty"`
}

type media struct {
	Kind           int     `json:"MediaKind"`
	Image          *image  `json:"Image,omitempty"`
	VideoEmbedCode *string `json:"VideoEmbedCode,omitempty"`
}

// The kinds of media.
const (
	imageMedia = 1
	videoMedia = 2
)

type image struct {
	Filename string `json:"Filename"`
	URI      string `json:"Uri"`
}
