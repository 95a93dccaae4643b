package rest

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
)

// errNeverDialled says no address: who reads the log need not learn what a name
// inside the network resolves to.
var errNeverDialled = errors.New("rest: the host resolves to an address that is never dialled")

// newDialer returns a dialer that judges each address after it was resolved: a
// name that leads elsewhere a second time, or a number in a spelling of its own,
// comes by here all the same. A proxy has its address from the operator's
// environment and may be on loopback; what lies behind it is the proxy's to judge.
func newDialer(base *url.URL, proxies func(*http.Request) (*url.URL, error)) *net.Dialer {
	loopback := namesLoopback(base.Hostname())
	if proxy, err := proxies(&http.Request{URL: base}); err == nil && proxy != nil {
		loopback = true
	}
	return &net.Dialer{Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || NeverDialled(at.Addr()) || isLoopback(at.Addr()) && !loopback {
			return errNeverDialled
		}
		return nil
	}}
}

// namesLoopback tells whether a base URL's host says in plain words that the
// vendor is on this machine.
func namesLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && isLoopback(ip) || strings.EqualFold(host, "localhost")
}

// metadata is where a cloud hands out a machine's credentials over IPv6; over IPv4
// that is link-local.
var metadata = netip.MustParseAddr("fd00:ec2::254")

// thisNetwork is of IPv4's unspecified addresses (RFC 6890).
var thisNetwork = netip.MustParsePrefix("0.0.0.0/8")

// NeverDialled tells whether no vendor can be at this address, whatever is
// configured: it is link-local, where clouds hand out credentials, unspecified or
// multicast, in itself or by the IPv4 address within it.
func NeverDialled(ip netip.Addr) bool {
	return slices.ContainsFunc(forms(ip), func(ip netip.Addr) bool {
		return ip.IsLinkLocalUnicast() || ip.IsMulticast() || ip.IsUnspecified() || thisNetwork.Contains(ip) || ip == metadata
	})
}

func isLoopback(ip netip.Addr) bool { return slices.ContainsFunc(forms(ip), netip.Addr.IsLoopback) }

// embeddings are where IPv6 holds an IPv4 address, by its first byte: RFC 6052
// (NAT64), RFC 3056 (6to4) and RFC 4291 §2.5.5.1.
var embeddings = []struct {
	within netip.Prefix
	at     int
}{
	{netip.MustParsePrefix("64:ff9b::/96"), 12},
	{netip.MustParsePrefix("2002::/16"), 2},
	{netip.MustParsePrefix("::/96"), 12},
}

// forms returns an address without its zone and as IPv4 where it is mapped, and
// the IPv4 address that it holds.
func forms(ip netip.Addr) []netip.Addr {
	ip = ip.Unmap().WithZone("")
	all := []netip.Addr{ip}
	if ip.IsLoopback() {
		return all
	}
	for _, e := range embeddings {
		if bytes := ip.As16(); ip.Is6() && e.within.Contains(ip) {
			all = append(all, netip.AddrFrom4([4]byte(bytes[e.at:e.at+4])))
		}
	}
	return all
}
