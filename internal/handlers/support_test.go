package handlers

import (
	"crypto/sha256"
	"testing"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream/fanout"
)

// operationNamed returns an operation of the specification.
func operationNamed(t testing.TB, id string) *operation {
	t.Helper()
	document, err := api.Load()
	if err != nil {
		t.Fatal(err)
	}
	ops, err := operationsOf(document)
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range ops {
		if op.id == id {
			return op
		}
	}
	t.Fatalf("no operation %s", id)
	return nil
}

// walkOf returns a walk in the middle of these sources.
func walkOf(sources ...string) fanout.Walk {
	w := fanout.Start(50, sources)
	for i := range w.Spots {
		w.Spots[i].At, w.Spots[i].Skip = "17", i
	}
	return w
}

// keyOf configures a key as its owner has it.
func keyOf(text string, c Caller) Key { return Key{Caller: c, SHA256: sha256.Sum256([]byte(text))} }
