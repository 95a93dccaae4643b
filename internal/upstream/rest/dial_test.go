package rest

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// never are addresses that no base URL may lead to.
func never() []string {
	return []string{
		"169.254.169.254", "169.254.0.1", "169.254.255.255", "169.254.170.2",
		"0.0.0.0", "0.0.0.1", "0.1.2.3", "224.0.0.1", "239.255.255.250",
		"::ffff:169.254.169.254", "::ffff:a9fe:a9fe", "::169.254.169.254", "::ffff:0.0.0.0",
		"64:ff9b::169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "2002:a9fe:a9fe::1",
		"fe80::1", "fe80::1%eth0", "febf::1", "FE80:0:0:0:0:0:0:1", "fe80::a9fe:a9fe",
		"fd00:ec2::254", "fd00:0ec2:0:0:0:0:0:254",
		"::", "0:0:0:0:0:0:0:0", "ff02::1", "ff02::1%eth0", "ff05::2", "ff0e::1",
	}
}

// loopbacks are spellings of this machine.
func loopbacks() []string {
	return []string{
		"127.0.0.1", "127.1.2.3", "127.255.255.254", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "::ffff:7f00:1",
		"::127.0.0.1", "64:ff9b::127.0.0.1", "2002:7f00:1::",
	}
}

func TestNoAddressIsDialledThatNoVendorCanHave(t *testing.T) {
	for _, base := range []string{"vendor.example", "localhost", "127.0.0.1", "169.254.169.254"} {
		for _, address := range never() {
			if err := judged(base, nil, address); !errors.Is(err, errNeverDialled) {
				t.Errorf("%s for %s: got %v, want it refused", address, base, err)
			}
			if ip := netip.MustParseAddr(address); !NeverDialled(ip) {
				t.Errorf("%s: may be configured", address)
			}
		}
	}
}

func TestLoopbackIsDialledForABaseURLThatSaysSoAndForAProxy(t *testing.T) {
	proxy := &url.URL{Scheme: "http", Host: "127.0.0.1:3128"}
	for _, address := range loopbacks() {
		for _, base := range []string{"vendor.example", "localhost.example", "10.0.0.1", "2130706433", "0x7f.1", "127.1", "localhost."} {
			if err := judged(base, nil, address); !errors.Is(err, errNeverDialled) {
				t.Errorf("%s for %s: got %v, want it refused", address, base, err)
			}
		}
		for _, base := range []string{"localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"} {
			if err := judged(base, nil, address); err != nil {
				t.Errorf("%s for %s: got %v, want it dialled", address, base, err)
			}
		}
		if err := judged("vendor.example", proxy, address); err != nil {
			t.Errorf("%s for a proxy: got %v, want it dialled", address, err)
		}
	}
	if err := judged("vendor.example", proxy, "169.254.169.254"); !errors.Is(err, errNeverDialled) {
		t.Errorf("a proxy at a link-local address: got %v, want it refused", err)
	}
}

func TestAVendorInsideTheHouseIsDialled(t *testing.T) {
	for _, address := range []string{"10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "203.0.113.7", "fd12:3456::1", "2001:db8::1", "64:ff9b::10.0.0.1", "::ffff:10.0.0.1"} {
		if err := judged("vendor.example", nil, address); err != nil {
			t.Errorf("%s: got %v, want it dialled", address, err)
		}
	}
}

// judged is what the dialer of a base URL says to an address that a name resolved
// to.
func judged(host string, proxy *url.URL, address string) error {
	d := newDialer(&url.URL{Scheme: "https", Host: bracketed(host)}, http.ProxyURL(proxy))
	return d.Control("tcp", net.JoinHostPort(address, "443"), nil)
}

func bracketed(host string) string {
	if strings.Contains(host, ":") {
		return "[" + host + "]"
	}
	return host
}

// TestANameThatLeadsInsideReachesNothing: whatever a host is called, and whichever
// resolver reads it, this machine hears nothing, and the error names no address.
func TestANameThatLeadsInsideReachesNothing(t *testing.T) {
	var heard atomic.Int64
	trap := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { heard.Add(1) }))
	defer trap.Close()
	_, port, _ := net.SplitHostPort(trap.Listener.Addr().String())
	for _, host := range append(never(), "rebound.example", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "127.1", "localhost.", "[0:0:0:0:0:0:0:0]") {
		base := &url.URL{Scheme: "http", Host: net.JoinHostPort(strings.Trim(host, "[]"), port)}
		if host == "::1" {
			continue
		}
		c := NewClient(upstream.Connection{BaseURL: base, Timeout: 5 * time.Second})
		d := newDialer(base, http.ProxyURL(nil))
		d.Resolver = &net.Resolver{PreferGo: true, Dial: answersLoopback}
		c.transport.DialContext, c.transport.Proxy = d.DialContext, nil
		_, err := c.Do(t.Context(), to("PUT", true))
		var e *upstream.Error
		if !errors.As(err, &e) || e.Kind != upstream.Failed || e.Outcome != upstream.NotSent {
			t.Errorf("%s: got %v, want failed, not sent", host, err)
		}
		if host == "rebound.example" && (!e.Final || strings.Contains(err.Error(), "127.0.0.1")) {
			t.Errorf("%s: got %v, final %t; want it final and without the address", host, err, e.Final)
		}
		c.Close()
	}
	if got := heard.Load(); got != 0 {
		t.Errorf("%d requests came inside, want none", got)
	}
}

// TestEveryClientHasTheDialer: a socket to the unspecified address is one to this
// machine.
func TestEveryClientHasTheDialer(t *testing.T) {
	var heard atomic.Int64
	trap := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { heard.Add(1) }))
	defer trap.Close()
	_, port, _ := net.SplitHostPort(trap.Listener.Addr().String())
	c := NewClient(upstream.Connection{BaseURL: &url.URL{Scheme: "http", Host: "0.0.0.0:" + port}, Timeout: 5 * time.Second})
	defer c.Close()
	if _, err := c.Do(t.Context(), to("GET", false)); err == nil || heard.Load() != 0 {
		t.Errorf("got %v and %d requests, want an error and none", err, heard.Load())
	}
}

// answersLoopback is a name server that has every name at 127.0.0.1 (RFC 1035 §4).
func answersLoopback(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	go func() {
		defer func() { _ = theirs.Close() }()
		// Over a stream each message has its length before it.
		message := make([]byte, 512)
		n, err := theirs.Read(message)
		if err != nil || n < 14 {
			return
		}
		question := message[14:n]
		for end := 0; end < len(question); end += int(question[end]) + 1 {
			if question[end] == 0 {
				question = question[:end+5]
				break
			}
		}
		reply := append([]byte{message[2], message[3], 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0}, question...)
		reply = append(reply, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 127, 0, 0, 1)
		_, _ = theirs.Write(append([]byte{0, byte(len(reply))}, reply...))
	}()
	return ours, nil
}

func TestAProxyOnLoopbackCarriesTheCall(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != "vendor.example" {
			w.WriteHeader(http.StatusBadRequest)
		}
	}))
	defer proxy.Close()
	at, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	connection := upstream.Connection{BaseURL: &url.URL{Scheme: "http", Host: "vendor.example"}, Timeout: 5 * time.Second}
	c := NewClient(connection)
	c.transport = newTransport(connection, http.ProxyURL(at))
	defer c.Close()
	if answer, err := c.Do(t.Context(), to("GET", false)); err != nil || answer.Status != http.StatusOK {
		t.Errorf("got %v, %v; want 200", answer, err)
	}
}
