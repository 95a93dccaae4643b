package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"syscall"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
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
	sims, err := startSimulators(p.table, simkit.Options{People: people, Seed: 1}, func(string) string { return "127.0.0.1:0" })
	if err != nil {
		return err
	}
	defer func() { _ = sims.close() }()
	key, hash := newKey("demo")
	env := sims.environment()
	s, err := loadText(p.table, demoConfig(sims, freeAddress(listen), hash), func(name string) string { return env[name] })
	if err != nil {
		return err
	}
	g, err := begin(s, p.logger(), time.Now)
	if err != nil {
		return err
	}
	defer func() { _ = g.close() }()
	return p.run(ctx, g, func(address string) { welcome(p.stdout, address, key, sims.anyone("juump")) })
}

// demoConfig is a configuration as an operator would write it.
func demoConfig(sims *simulators, listen, hash string) []byte {
	var file bytes.Buffer
	fmt.Fprintf(&file, "listen: %s\nadminListen: 127.0.0.1:0\ndrainDelay: 0s\n", listen)
	sims.writeConfig(&file, "demo", hash)
	return file.Bytes()
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
