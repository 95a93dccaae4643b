package main

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors"
)

// simulators are simulated vendors, each on a listener of its own.
type simulators struct {
	running []running
	servers []*http.Server
	// cursorKey is one for a configuration of theirs.
	cursorKey string
}

const cursorKeyVariable = "SANDBOX_CURSOR_KEY"

// running is one simulated vendor and the base URL where it is.
type running struct {
	entry   vendors.Entry
	sim     *simkit.Sim
	baseURL string
}

// startSimulators starts the vendors' simulators, each on the address given for it.
func startSimulators(entries []vendors.Entry, o simkit.Options, addressOf func(vendor string) string) (*simulators, error) {
	key := make([]byte, handlers.CursorKeySize)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
	s := &simulators{cursorKey: base64.StdEncoding.EncodeToString(key)}
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

// environment holds the simulators' credentials, and a key for cursors, under the
// names that the configuration refers to.
func (s *simulators) environment() map[string]string {
	env := map[string]string{cursorKeyVariable: s.cursorKey}
	for _, r := range s.running {
		for name, value := range r.sim.Settings {
			if secret, ok := value.(simkit.Credential); ok {
				env[variable(r.entry.Connection, name)] = string(secret)
			}
		}
	}
	return env
}

// writeConfig writes a configuration with one tenant that has all connections and
// one key, of the tenant's name, that may do everything.
func (s *simulators) writeConfig(w io.Writer, tenant, hash string) {
	fmt.Fprintf(w, "cursorKeys: [{env: %s}]\n", cursorKeyVariable)
	s.writeConnections(w)
	var names []string
	for _, r := range s.running {
		names = append(names, r.entry.Connection)
	}
	fmt.Fprintf(w, "tenants:\n  %s:\n    connections: [%s]\n", tenant, strings.Join(names, ", "))
	fmt.Fprintf(w, "    keys: [{id: %s, sha256: %s, scopes: [%s]}]\n", tenant, hash, quoted(handlers.Scopes()))
}

func quoted(words []string) string {
	var out []string
	for _, w := range words {
		out = append(out, strconv.Quote(w))
	}
	return strings.Join(out, ", ")
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
