package simkit

import (
	"fmt"
	"math/rand/v2"
)

// UUID draws a version 4 UUID: 36 characters in lower case, without braces.
func UUID(r *rand.Rand) string {
	high, low := r.Uint64(), r.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x",
		high>>32, high>>16&0xffff, high&0xfff, low>>48&0x3fff|0x8000, low&0xffffffffffff)
}
