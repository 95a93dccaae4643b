//go:build chaos

package chaos

import (
	"fmt"
	"math/rand/v2"
	"net"
	"testing"
)

// steadyAddress is a free loopback address that stays free while its process is
// restarted: below the ports that the system gives to outgoing connections, of
// which the load makes many.
func steadyAddress(t *testing.T) string {
	t.Helper()
	for range 100 {
		address := fmt.Sprintf("127.0.0.1:%d", 16000+rand.IntN(16000))
		listener, err := net.Listen("tcp", address)
		if err == nil {
			_ = listener.Close()
			return address
		}
	}
	t.Fatal("no free port")
	return ""
}
