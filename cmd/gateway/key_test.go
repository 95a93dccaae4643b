package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/handlers"
)

// made is what `gateway key` prints.
var made = regexp.MustCompile(`^key:    (dgm_([a-z0-9-]{1,32})_[A-Za-z0-9_-]{43})\nsha256: ([0-9a-f]{64})\n$`)

// makeKey runs `gateway key` and returns the key, its id and its hash.
func makeKey(t *testing.T, args ...string) (key, id, hash string) {
	t.Helper()
	var stdout, stderr output
	if code := run(context.Background(), append([]string{"key"}, args...), nil, &stdout, &stderr); code != exitOK {
		t.Fatalf("exit code %d\n%s", code, stderr.String())
	}
	m := made.FindStringSubmatch(stdout.String())
	if m == nil {
		t.Fatalf("printed %q", stdout.String())
	}
	return m[1], m[2], m[3]
}

func TestAKeyComesWithTheHashOfItsWholeText(t *testing.T) {
	key, id, hash := makeKey(t, "--id", "hr-portal-2")
	if id != "hr-portal-2" {
		t.Errorf("the key's id is %q", id)
	}
	sum := sha256.Sum256([]byte(key))
	if hash != hex.EncodeToString(sum[:]) {
		t.Errorf("%s is not the hash of %s", hash, key)
	}
}

func TestAKeyThatWasMadeOpensTheGateway(t *testing.T) {
	key, id, hash := makeKey(t)
	configured := handlers.Key{Caller: handlers.Caller{Key: id}}
	if _, err := hex.Decode(configured.SHA256[:], []byte(hash)); err != nil {
		t.Fatal(err)
	}
	if caller := handlers.NewKeys([]handlers.Key{configured}).Find(key); caller == nil || caller.Key != "k1" {
		t.Errorf("found %+v", caller)
	}
}

func TestNoKeyIsMadeTwice(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		key, _ := newKey("k1")
		if seen[key] {
			t.Fatalf("%s was made twice", key)
		}
		seen[key] = true
	}
}

func TestAKeyOfABadIDIsNotMade(t *testing.T) {
	for _, id := range []string{"", "K1", "a_b", "a b", "ключ", "a/b", "dgm_x_y", "a\n", strings.Repeat("a", 33)} {
		var stdout, stderr output
		if code := run(context.Background(), []string{"key", "--id", id}, nil, &stdout, &stderr); code != exitUsage {
			t.Errorf("id %q: exit code %d", id, code)
		}
		if stdout.String() != "" || !strings.Contains(stderr.String(), "an id is 1 to 32 lower-case letters, digits and dashes") {
			t.Errorf("id %q: printed %q, said %q", id, stdout.String(), stderr.String())
		}
	}
}
