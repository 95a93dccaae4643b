package redisconn_test

import (
	"context"
	"net"
	"testing"
	"time"
)

// sluggish is a Redis that takes its time for each answer, and knows no command.
func sluggish(t *testing.T, takes time.Duration) (url string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = conn.Close() }()
				for buffer := make([]byte, 4096); ; {
					if _, err := conn.Read(buffer); err != nil {
						return
					}
					time.Sleep(takes)
					if _, err := conn.Write([]byte("-ERR unknown command\r\n")); err != nil {
						return
					}
				}
			}()
		}
	}()
	return "redis://" + listener.Addr().String()
}

// The greeting of a new connection and the command have one patience, not one
// each: thirty milliseconds twice are more than fifty.
func TestAllWaitsOfACommandAreOnePatience(t *testing.T) {
	c, _ := open(t, sluggish(t, 30*time.Millisecond))
	if err := c.Ping(context.Background()).Err(); c.Up() {
		t.Errorf("a Redis that takes longer than that counts as up, and answered: %v", err)
	}
}
