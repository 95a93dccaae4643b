package upstream

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Open is one connection that is open: its name, its vendor's name and the
// connector.
type Open struct {
	Name      string
	Vendor    string
	Account   string
	Connector Connector
	// Timeout bounds one vendor call.
	Timeout time.Duration
}

// Can tells whether the connection has this operation, by operationId.
func (o *Open) Can(operation string) bool {
	for _, op := range Operations() {
		if op.ID == operation {
			return op.Supported(o.Connector)
		}
	}
	return false
}

// Pool holds the open connections by name. It does not change after it is made
// and is safe for concurrent use.
type Pool struct{ open map[string]*Open }

// NewPool opens every connection with its vendor. On any fault it closes what it
// had opened and returns an empty pool and all faults together, each under its
// connection's name.
func NewPool(vendors []Vendor, connections []NamedConnection) (*Pool, error) {
	p := &Pool{open: map[string]*Open{}}
	var faults []error
	for _, c := range connections {
		i := slices.IndexFunc(vendors, func(v Vendor) bool { return v.Name == c.Vendor })
		if i < 0 {
			faults = append(faults, fmt.Errorf("connections.%s.vendor: no vendor %q", c.Name, c.Vendor))
			continue
		}
		connector, err := vendors[i].Open(c.Connection)
		if err != nil {
			faults = append(faults, prefixed("connections."+c.Name, err)...)
			continue
		}
		p.open[c.Name] = &Open{Name: c.Name, Vendor: c.Vendor, Account: c.Account, Connector: connector, Timeout: c.Timeout}
	}
	if len(faults) > 0 {
		return &Pool{}, errors.Join(append(faults, p.Close())...)
	}
	return p, nil
}

// NamedConnection is a connection and the name of its vendor.
type NamedConnection struct {
	Vendor string
	Connection
}

// Get returns the connection of this name.
func (p *Pool) Get(name string) (*Open, bool) {
	o, ok := p.open[name]
	return o, ok
}

// Len is how many connections there are.
func (p *Pool) Len() int { return len(p.open) }

// Close closes every connection.
func (p *Pool) Close() error {
	var errs []error
	for _, o := range p.open {
		errs = append(errs, o.Connector.Close())
	}
	return errors.Join(errs...)
}

// prefixed puts a path before each of the errors that err joins.
func prefixed(path string, err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{fmt.Errorf("%s.%w", path, err)}
	}
	var out []error
	for _, e := range joined.Unwrap() {
		out = append(out, prefixed(path, e)...)
	}
	return out
}
