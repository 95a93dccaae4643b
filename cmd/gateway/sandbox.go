package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"maps"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// sandbox serves the simulated vendors alone and prints a configuration that
// reaches them: a whole file, with its environment and its key as comments.
func (p *program) sandbox(ctx context.Context, args []string) error {
	addresses := map[string]*string{}
	var people int
	err := p.flags("sandbox", args, func(f *flag.FlagSet) {
		f.IntVar(&people, "people", 25, "how many users each vendor has")
		for _, v := range registered(p.table) {
			addresses[v.Name] = f.String(v.Name, "127.0.0.1:0", "the address of "+v.Title)
		}
	})
	if err != nil {
		return err
	}
	sims, err := startSimulators(p.table, simkit.Options{People: people, Seed: 1}, func(vendor string) string { return *addresses[vendor] })
	if err != nil {
		return err
	}
	defer func() { _ = sims.close() }()
	if _, err := p.stdout.Write(sims.manual()); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// manual is what the sandbox prints, in one piece: whoever waits for it should
// not read half of it.
func (s *simulators) manual() []byte {
	key, hash := newKey("sandbox")
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Simulated vendors, until Ctrl-C. The tenant's key: %s\n", key)
	env := s.environment()
	for _, name := range slices.Sorted(maps.Keys(env)) {
		fmt.Fprintf(&b, "# export %s='%s'\n", name, env[name])
	}
	s.writeConfig(&b, "sandbox", hash)
	return b.Bytes()
}
