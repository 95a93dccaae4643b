// Package vendors is the one table of all vendors: a line a vendor, its
// connector and its simulator side by side.
package vendors

import (
	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	juump "github.com/dragoman-gateway/dragoman/internal/upstream/vendors/3djuump"
	juumpsim "github.com/dragoman-gateway/dragoman/internal/upstream/vendors/3djuump/sim"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/infoworks"
	infoworkssim "github.com/dragoman-gateway/dragoman/internal/upstream/vendors/infoworks/sim"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/inwebo"
	inwebosim "github.com/dragoman-gateway/dragoman/internal/upstream/vendors/inwebo/sim"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/workspace365"
	workspace365sim "github.com/dragoman-gateway/dragoman/internal/upstream/vendors/workspace365/sim"
)

// Entry is one line of the table.
type Entry struct {
	// Connection is the name that the demo gives the vendor's connection.
	Connection string
	upstream.Vendor
	// Simulator makes the vendor's stand-in for demo, sandbox and tests.
	Simulator simkit.Maker
}

// All returns every vendor.
func All() []Entry {
	return []Entry{
		{"iw", infoworks.Vendor(), infoworkssim.New},
		{"juump", juump.Vendor(), juumpsim.New},
		{"inwebo", inwebo.Vendor(), inwebosim.New},
		{"w365", workspace365.Vendor(), workspace365sim.New},
	}
}
