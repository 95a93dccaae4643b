package simkit

import (
	"slices"
	"sync"
	"time"
)

// Shelf holds things of one kind in the order in which they came to be. Its zero
// value is empty. It is safe for concurrent use; what a thing points at must not
// be changed once it is on the shelf.
type Shelf[T any] struct {
	mu    sync.Mutex
	items []T
}

// All returns every thing.
func (s *Shelf[T]) All() []T {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.items)
}

// Put appends things.
func (s *Shelf[T]) Put(things ...T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items = append(s.items, things...)
}

// Find returns the first thing that is meant.
func (s *Shelf[T]) Find(meant func(T) bool) (T, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.IndexFunc(s.items, meant); i >= 0 {
		return s.items[i], true
	}
	var none T
	return none, false
}

// Change calls edit with the first thing that is meant and reports whether there
// is one. The edit runs under the shelf's lock.
func (s *Shelf[T]) Change(meant func(T) bool, edit func(*T)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.items, meant)
	if i < 0 {
		return false
	}
	edit(&s.items[i])
	return true
}

// App is an app on a user's pages. Type is the vendor's number. A nil pointer
// means that the vendor has nothing to say.
type App struct {
	ID    string
	Type  int
	Name  string
	URL   *string
	Icon  *string
	Color *Color
}

// Color is a color by kind, "custom", "primary" or "header"; Value, "#rrggbb", is
// there for a custom one only.
type Color struct {
	Kind  string
	Value string
}

// Picture is an image as it was uploaded.
type Picture struct {
	ContentType string
	Content     []byte
}

// Icon is an icon that apps and activities can have. ID is "<source>.<number>",
// Format "svg" or "png".
type Icon struct {
	ID      string
	Name    string
	Format  string
	Content []byte
}

// IntegrationCredential is a login that the vendor keeps for a user.
type IntegrationCredential struct {
	ID       string
	UserID   string
	Username string
	Password string
}

// Activity is one activity of one user, as the vendor was told to show it.
type Activity struct {
	ID     string
	UserID string
	Title  string
	URL    *string
	Tag    *string
	Icon   *string
	Color  *Color
	// Actions are the buttons.
	Actions []Action
}

// Action is a button: Kind is its word in the public contract, such as "check".
type Action struct {
	Kind  string
	Title string
	URL   string
}

// Announcement is one announcement. The image is what the data URI held.
type Announcement struct {
	ID            string
	Title         string
	Description   *string
	Image         *AnnouncementImage
	VideoEmbed    *string
	CategoryID    *string
	CategoryName  *string
	Popup         bool
	AllowComments bool
	StartAt       *time.Time
	EndAt         *time.Time
}

// AnnouncementImage is the image of an announcement.
type AnnouncementImage struct {
	Filename    string
	ContentType string
	Content     []byte
}

// Event is one line of the vendor's audit log. Fields are its other members.
type Event struct {
	ID     string
	At     time.Time
	Fields map[string]any
}
