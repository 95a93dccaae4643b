package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"
	"syscall"

	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors"
)

// demo serves simulated vendors and the gateway before them, from memory alone:
// no file, no Redis, no network beyond loopback.
func (p *program) demo(ctx context.Context, args []string) error {
	var listen string
	var people int
	err := p.flags("demo", args, func(f *flag.FlagSet) {
		f.StringVar(&listen, "listen", defaultListen, "the gateway's address; another port is taken where the default is in use")
		f.IntVar(&people, "people", 25, "how many users each vendor has")
	})
	if err != nil {
		return err
	}
	sims, err := startSimulators(vendors.All(), simkit.Options{People: people, Seed: 1}, func(string) string { return "127.0.0.1:0" })
	if err != nil {
		return err
	}
	defer func() { _ = sims.close() }()
	key, hash := newKey("demo")
	s, err := load(demoConfig(sims, freeAddress(listen), hash), func(name string) string { return sims.environment()[name] })
	if err != nil {
		return err
	}
	return p.run(ctx, s, func(address string) { welcome(p.stdout, address, key, sims.anyone("juump")) })
}

// freeAddress returns the address, or any port beside it where it is the default
// and taken: a demo should not fail because another one runs.
func freeAddress(address string) string {
	listener, err := net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) && address == defaultListen {
		return "127.0.0.1:0"
	}
	if err == nil {
		_ = listener.Close()
	}
	return address
}

// demoConfig is a configuration as an operator would write it.
func demoConfig(sims *simulators, listen, hash string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "listen: %s\nadminListen: 127.0.0.1:0\n", listen)
	sims.writeConnections(&b)
	var names []string
	for _, r := range sims.running {
		names = append(names, r.entry.Connection)
	}
	fmt.Fprintf(&b, "tenants:\n  demo:\n    connections: [%s]\n", strings.Join(names, ", "))
	fmt.Fprintf(&b, "    keys: [{id: demo, sha256: %s, scopes: [%s]}]\n", hash, quoted(handlers.Scopes()))
	return []byte(b.String())
}

func quoted(words []string) string {
	var out []string
	for _, w := range words {
		out = append(out, fmt.Sprintf("%q", w))
	}
	return strings.Join(out, ", ")
}

// anyone returns the escaped id of a user of a connection.
func (s *simulators) anyone(connection string) string {
	for _, r := range s.running {
		if people := r.sim.World.People(); r.entry.Connection == connection && len(people) > 0 {
			return strings.ReplaceAll(url.PathEscape(connection+":"+people[0].ID), "'", "%27")
		}
	}
	return ""
}

// sandbox serves the simulated vendors alone and prints the configuration that
// reaches them.
func (p *program) sandbox(ctx context.Context, args []string) error {
	addresses := map[string]*string{}
	var people int
	err := p.flags("sandbox", args, func(f *flag.FlagSet) {
		f.IntVar(&people, "people", 25, "how many users each vendor has")
		for _, v := range registered() {
			addresses[v.Name] = f.String(v.Name, "127.0.0.1:0", "the address of "+v.Title)
		}
	})
	if err != nil {
		return err
	}
	sims, err := startSimulators(vendors.All(), simkit.Options{People: people, Seed: 1}, func(vendor string) string { return *addresses[vendor] })
	if err != nil {
		return err
	}
	defer func() { _ = sims.close() }()
	env := sims.environment()
	for _, name := range slices.Sorted(maps.Keys(env)) {
		fmt.Fprintf(p.stdout, "export %s='%s'\n", name, env[name])
	}
	sims.writeConnections(p.stdout)
	<-ctx.Done()
	return nil
}
