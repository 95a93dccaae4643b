// Command gateway is Dragoman: one API over many vendors.
//
// It is the only place that knows everything: every vendor, the configuration,
// the environment. See run.go for what it can do, wire.go for how the parts come
// together.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// version is set when a release is built.
var version = "dev"

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		signal.Stop(signals) // a second one finds no handler and ends the process at once
		cancel()
	}()
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr))
}
