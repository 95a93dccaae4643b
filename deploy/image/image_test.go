package main

import (
	"bytes"
	"crypto/x509"
	"debug/elf"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

func TestTheImageHoldsTheGatewayAndWhomItTrustsAndNothingElse(t *testing.T) {
	var names []string
	for _, e := range entries(t, open(t, built(t))) {
		names = append(names, e.Name)
		if e.Uid != 0 || e.Gid != 0 || e.Mode&0o022 != 0 {
			t.Errorf("the gateway's user could change %s: %d:%d, mode %o", e.Name, e.Uid, e.Gid, e.Mode)
		}
	}
	if want := []string{"gateway", "etc", "etc/ssl", "etc/ssl/certs", rootsFile}; !slices.Equal(names, want) {
		t.Errorf("it holds %q", names)
	}
}

func TestTheImageServesAsNobody(t *testing.T) {
	about, err := open(t, built(t)).ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	if about.Config.User != "65532:65532" || !slices.Equal(about.Config.Entrypoint, []string{"/gateway"}) || about.Config.Cmd[0] != "serve" {
		t.Errorf("got %+v", about.Config)
	}
}

func TestTheGatewayInTheImageRunsWithNothingAround(t *testing.T) {
	binary := content(t, open(t, built(t)), "gateway")
	program, err := elf.NewFile(bytes.NewReader(binary))
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(program.Progs, func(p *elf.Prog) bool { return p.Type == elf.PT_INTERP }) {
		t.Error("it wants a loader, which the image does not have")
	}
	if !bytes.Contains(binary, []byte("Europe/Berlin")) {
		t.Error("it has no time zones")
	}
	path := filepath.Join(t.TempDir(), "gateway")
	if err := os.WriteFile(path, binary, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(path, "version").CombinedOutput(); err != nil || string(out) != "dragoman "+testVersion+"\n" {
		t.Errorf("it says %q, %v", out, err)
	}
}

func TestTheImageTrustsTheAuthoritiesOfTheWeb(t *testing.T) {
	known := map[string]bool{}
	block, rest := pem.Decode(content(t, open(t, built(t)), rootsFile))
	for ; block != nil; block, rest = pem.Decode(rest) {
		root, err := x509.ParseCertificate(block.Bytes)
		if err != nil || !root.IsCA {
			t.Fatalf("something among them is no authority: %v", err)
		}
		known[root.Subject.CommonName] = true
	}
	if len(known) < 100 {
		t.Errorf("there are only %d", len(known))
	}
	for _, name := range []string{"ISRG Root X1", "DigiCert Global Root G2", "GTS Root R1"} {
		if !known[name] {
			t.Errorf("%s is not among them", name)
		}
	}
}

func TestTheImageIsTheSameWhenItIsBuiltAgain(t *testing.T) {
	first, second := built(t), built(t)
	if a, b := digest(t, open(t, first)), digest(t, open(t, second)); a != b {
		t.Errorf("first it is %s, then %s", a, b)
	}
	if !bytes.Equal(read(t, first), read(t, second)) {
		t.Error("the files around it differ")
	}
}

func TestNothingOfTheMachineIsInTheImage(t *testing.T) {
	image := open(t, built(t))
	for _, e := range entries(t, image) {
		if !e.ModTime.Equal(epoch) || e.Uname != "" || e.Gname != "" || len(e.PAXRecords) > 0 {
			t.Errorf("%s: %+v", e.Name, e)
		}
	}
	about, err := image.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	if !about.Created.IsZero() || about.Container != "" || about.Author != "" {
		t.Errorf("got %+v", about)
	}
	if here, err := filepath.Abs("../.."); err != nil || bytes.Contains(content(t, image, "gateway"), []byte(here)) {
		t.Errorf("the gateway names the folder that it was built in, %v", err)
	}
}
