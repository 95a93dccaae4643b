package main

import (
	"crypto/sha256"
	"errors"
	"io"
	"os"
)

// maxFile is the largest file that is read, in bytes: as much as a Kubernetes
// Secret can hold.
const maxFile = 1 << 20

// files are those that a configuration was read from, by path, each with the
// SHA-256 of what it held, zero where it could not be read: enough to see that it
// holds something else later, and no secret is kept for that.
type files map[string][sha256.Size]byte

// read returns what a file holds and remembers it. A pipe is not remembered: it
// can be read only once.
func (f files) read(path string) ([]byte, error) {
	text, once, err := readBounded(path)
	switch {
	case once:
	case err != nil:
		f[path] = [sha256.Size]byte{}
	default:
		f[path] = sha256.Sum256(text)
	}
	return text, err
}

// look reads the same files again and returns what they hold now.
func (f files) look() files {
	now := files{}
	for path := range f {
		if isPipe(path) {
			now[path] = [sha256.Size]byte{}
			continue
		}
		_, _ = now.read(path) // what cannot be read is remembered as such
	}
	return now
}

// pipe returns one of the files that has become a pipe, or "". Nobody may ever
// write to it, and whoever opens it would wait for that.
func (f files) pipe() string {
	for path := range f {
		if isPipe(path) {
			return path
		}
	}
	return ""
}

func isPipe(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode()&os.ModeNamedPipe != 0
}

var errTooLarge = errors.New("the file is larger than 1 MiB")

// readBounded also tells whether the file is one that can be read only once.
func readBounded(path string) (text []byte, once bool, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, false, err
	}
	defer func() { _ = file.Close() }()
	if info, err := file.Stat(); err == nil {
		once = info.Mode()&(os.ModeNamedPipe|os.ModeCharDevice|os.ModeSocket) != 0
	}
	text, err = io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(text) > maxFile {
		return nil, once, errTooLarge
	}
	return text, once, err
}
