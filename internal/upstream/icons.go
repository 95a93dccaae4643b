package upstream

// Icon is an icon that a vendor offers.
type Icon struct {
	// NativeID is the vendor's own id.
	NativeID string
	Name     *string
	Format   IconFormat
}

// IconFormat is the format of an icon's image.
type IconFormat string

// The formats of icons. An unknown one is what the vendor has and we do not know.
const (
	IconSVG     IconFormat = "svg"
	IconPNG     IconFormat = "png"
	IconUnknown IconFormat = "unknown"
)

// IconSource is whose icons are meant.
type IconSource string

// The sources of icons; the empty one is all of them.
const (
	AllIcons         IconSource = ""
	GlobalIcons      IconSource = "global"
	EnvironmentIcons IconSource = "environment"
)

// IconQuery asks for one page of icons.
type IconQuery struct {
	Source IconSource
	Limit  int
	At     string
}

// IconRef names one icon.
type IconRef struct{ ID string }

// IconContent is an icon's image; its type is what its content is, image/svg+xml
// or image/png, whatever the vendor promises.
type IconContent struct {
	ContentType string
	Content     []byte
}
