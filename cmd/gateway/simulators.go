package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors"
)

// simulators are simulated vendors, each on a listener of its own.
type simulators struct {
	running []running
	servers []*http.Server
}

// running is one simulated vendor and the base URL where it is.
type running struct {
	entry   vendors.Entry
	sim     *simkit.Sim
	baseURL string
}

// startSimulators starts the vendors' simulators, each on the address given for it.
func startSimulators(entries []vendors.Entry, o simkit.Options, addressOf func(vendor string) string) (*simulators, error) {
	s := &simulators{}
	for _, entry := range entries {
		listener, err := net.Listen("tcp", addressOf(entry.Name))
		if err != nil {
			return nil, errors.Join(err, s.close())
		}
		sim := entry.Simulator(o)
		server := &http.Server{Handler: sim, ReadHeaderTimeout: headerTimeout}
		go func() { _ = server.Serve(listener) }() // ends with close
		s.servers = append(s.servers, server)
		s.running = append(s.running, running{entry, sim, "http://" + listener.Addr().String() + sim.BasePath})
	}
	return s, nil
}

func (s *simulators) close() error {
	var errs []error
	for _, server := range s.servers {
		errs = append(errs, server.Close())
	}
	return errors.Join(errs...)
}

// environment holds the simulators' credentials under the names that
// writeConnections refers to.
func (s *simulators) environment() map[string]string {
	env := map[string]string{}
	for _, r := range s.running {
		for name, value := range r.sim.Settings {
			if secret, ok := value.(simkit.Credential); ok {
				env[variable(r.entry.Connection, name)] = string(secret)
			}
		}
	}
	return env
}

// writeConnections writes the configuration's part about the simulators.
func (s *simulators) writeConnections(w io.Writer) {
	fmt.Fprintln(w, "connections:")
	for _, r := range s.running {
		fmt.Fprintf(w, "  %s:\n    vendor: %s\n    baseURL: %s\n    settings:\n", r.entry.Connection, r.entry.Name, r.baseURL)
		for _, name := range slices.Sorted(maps.Keys(r.sim.Settings)) {
			if _, secret := r.sim.Settings[name].(simkit.Credential); secret {
				fmt.Fprintf(w, "      %s: {env: %s}\n", name, variable(r.entry.Connection, name))
				continue
			}
			fmt.Fprintf(w, "      %s: %q\n", name, r.sim.Settings[name])
		}
	}
}

// variable is the environment variable of a credential, such as
// SANDBOX_W365_APITOKEN.
func variable(connection, setting string) string {
	return "SANDBOX_" + strings.ToUpper(connection+"_"+setting)
}
