package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// maxFaults is how many faults are kept: nobody reads on.
const maxFaults = 100

// faults collects what is wrong, each fault under its path.
type faults struct {
	all []error
	// misfits are the paths of what the decoder could not fill in.
	misfits []string
}

func (f *faults) fault(path, format string, args ...any) {
	f.gather(&upstream.Fault{Path: path, Problem: fmt.Sprintf(format, args...)})
}

func (f *faults) misfit(path, format string, args ...any) {
	f.fault(path, format, args...)
	if len(f.all) < maxFaults {
		f.misfits = append(f.misfits, path)
	}
}

// gather keeps each of the faults that err joins, but for those at or below a
// misfit: they only follow from that one.
func (f *faults) gather(err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			f.gather(e)
		}
		return
	}
	if err != nil && len(f.all) < maxFaults && !slices.ContainsFunc(f.misfits, func(path string) bool { return isAt(path, err.Error()) }) {
		f.all = append(f.all, err)
	}
}

// isAt tells whether a fault, which begins with its path, is at or below a path.
func isAt(path, fault string) bool {
	rest, ok := strings.CutPrefix(fault, path)
	return ok && rest != "" && strings.ContainsAny(rest[:1], ".[:")
}
