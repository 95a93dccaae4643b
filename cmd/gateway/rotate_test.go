package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	inwebosim "github.com/dragoman-gateway/dragoman/internal/upstream/vendors/inwebo/sim"
)

// mounted is a Secret as Kubernetes mounts it: a file is a symlink through ..data
// into a folder of its own, and an update swaps ..data.
type mounted struct {
	t      testing.TB
	folder string
	times  int
}

func mount(t testing.TB, text string) *mounted {
	t.Helper()
	m := &mounted{t: t, folder: t.TempDir()}
	m.update(text)
	if err := os.Symlink(filepath.Join("..data", "token"), m.file()); err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *mounted) file() string { return filepath.Join(m.folder, "token") }

func (m *mounted) update(text string) {
	m.t.Helper()
	m.times++
	version := "..version-" + strings.Repeat("i", m.times)
	data := filepath.Join(m.folder, "..data")
	for _, err := range []error{
		os.Mkdir(filepath.Join(m.folder, version), 0o700),
		os.WriteFile(filepath.Join(m.folder, version, "token"), []byte(text), 0o600),
		os.Symlink(version, data+"_tmp"),
		os.Rename(data+"_tmp", data),
	} {
		if err != nil {
			m.t.Fatal(err)
		}
	}
}

// rotating is a vendor that accepts tokens as its operator says, and counts what
// each was used for.
type rotating struct {
	*httptest.Server
	first, second         string
	refusesFirst          atomic.Bool
	usedFirst, usedSecond atomic.Int32
}

func startRotating(t testing.TB) *rotating {
	t.Helper()
	sim := inwebosim.New(simkit.Options{People: 3, Seed: 1})
	real := string(sim.Settings["apiToken"].(simkit.Credential))
	v := &rotating{first: "the-first-token", second: "the-second-token"}
	v.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Header.Get("Authorization") {
		case "Bearer " + v.first:
			v.usedFirst.Add(1)
			if v.refusesFirst.Load() {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
		case "Bearer " + v.second:
			v.usedSecond.Add(1)
		default:
			t.Errorf("the vendor was sent %q", r.Header.Get("Authorization"))
		}
		r.Header.Set("Authorization", "Bearer "+real)
		sim.ServeHTTP(w, r)
	}))
	t.Cleanup(v.Close)
	return v
}

// serve serves the vendor, its token from a file.
func (v *rotating) serve(secret *mounted) *served {
	key, hash := newKey("k")
	return serveText(secret.t, nil, key, `listen: 127.0.0.1:0
adminListen: 127.0.0.1:0
drainDelay: 0s
connections: {inwebo: {vendor: inwebo, baseURL: "`+v.URL+`", settings: {apiToken: {file: `+secret.file()+`}}}}
tenants: {t: {connections: [inwebo], keys: [{id: k, sha256: `+hash+`, scopes: ["users:read"]}]}}
`)
}

func TestASecretThatIsRotatedUnderLoadLosesNoRequest(t *testing.T) {
	vendor := startRotating(t)
	secret := mount(t, vendor.first+"\n")
	s := vendor.serve(secret)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8}}
	t.Cleanup(client.CloseIdleConnections)
	load := beginTraffic(t, func() (*http.Response, error) {
		return asking(t, client, s.key, http.MethodGet, s.public+"/v1/users?limit=1", nil, "")
	})
	eventually(t, func() bool { return vendor.usedFirst.Load() > 20 })

	secret.update(vendor.second + "\n")
	swapped := time.Now()
	eventually(t, func() bool { return vendor.usedSecond.Load() > 0 })
	// Two looks are half a second; the rest is for a machine that is busy.
	if took := time.Since(swapped); took > 5*time.Second {
		t.Errorf("the new secret was used after %v", took)
	}
	// Those of the old generation may still be under way, but no more begin.
	eventually(t, func() bool {
		before := vendor.usedFirst.Load()
		time.Sleep(20 * time.Millisecond)
		return vendor.usedFirst.Load() == before
	})
	vendor.refusesFirst.Store(true)
	used := vendor.usedSecond.Load()
	eventually(t, func() bool { return vendor.usedSecond.Load() > used+20 })
	load.wantOnly(t, "200 OK")
	if log := s.stderr.String(); strings.Contains(log, vendor.first) || strings.Contains(log, vendor.second) {
		t.Errorf("the log shows a secret:\n%s", log)
	}
}

func TestASecretThatTheVendorRefusesAlreadyIsItsFaultUntilTheFileIsSwapped(t *testing.T) {
	vendor := startRotating(t)
	secret := mount(t, vendor.first)
	s := vendor.serve(secret)
	s.wantStatus(s.public+"/v1/users", http.StatusOK)
	vendor.refusesFirst.Store(true)
	s.wantStatus(s.public+"/v1/users", http.StatusBadGateway)
	secret.update(vendor.second)
	eventually(t, func() bool { return s.status(s.public+"/v1/users") == http.StatusOK })
}
