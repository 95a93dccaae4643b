package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors"
)

const usage = `Dragoman is one API over many vendors.

  gateway serve --config FILE   serve the API
  gateway check --config FILE   read a configuration and name every fault
  gateway demo                  serve simulated vendors, with a ready key
  gateway sandbox               serve the simulated vendors alone
  gateway key                   make a key and the hash to configure
  gateway version               print the version
`

// The exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// program is one run of the command with its surroundings, so that a test can
// run all of it.
type program struct {
	// table is all the vendors that there are.
	table          []vendors.Entry
	getenv         func(string) string
	stdout, stderr io.Writer
}

// run does what the arguments say until it is done or ctx ends, and returns the
// exit code: 1 for a failure, 2 for arguments that it does not understand.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	p := &program{vendors.All(), getenv, stdout, stderr}
	verbs := map[string]func(context.Context, []string) error{
		"serve": p.serve, "check": p.check, "demo": p.demo, "sandbox": p.sandbox, "key": p.key, "version": p.version,
	}
	if len(args) == 0 {
		fmt.Fprint(stderr, usage)
		return exitUsage
	}
	if slices.Contains([]string{"help", "-h", "--help"}, args[0]) {
		fmt.Fprint(stdout, usage)
		return exitOK
	}
	verb, known := verbs[args[0]]
	if !known {
		fmt.Fprint(stderr, usage)
		return exitUsage
	}
	err := verb(ctx, args[1:])
	var wrong *usageError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.As(err, &wrong):
		fmt.Fprintln(stderr, "gateway "+args[0]+":", err)
		return exitUsage
	default:
		fmt.Fprintln(stderr, "gateway "+args[0]+":", err)
		return exitFailed
	}
}

// usageError is an argument that the command does not understand.
type usageError struct{ error }

// flags parses a verb's flags; anything else on the line is a usage error.
func (p *program) flags(verb string, args []string, define func(*flag.FlagSet)) error {
	set := flag.NewFlagSet("gateway "+verb, flag.ContinueOnError)
	set.SetOutput(p.stderr)
	define(set)
	if err := set.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return &usageError{err}
	}
	if set.NArg() > 0 {
		return &usageError{fmt.Errorf("unexpected %q", set.Arg(0))}
	}
	return nil
}

// version prints the version.
func (p *program) version(_ context.Context, args []string) error {
	if err := p.flags("version", args, func(*flag.FlagSet) {}); err != nil {
		return err
	}
	_, err := fmt.Fprintln(p.stdout, "dragoman "+version)
	return err
}
