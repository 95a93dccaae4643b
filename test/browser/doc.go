// Package browser drives the gateway's pages in a real browser: the built binary,
// its demo, a headless Chromium. It is a module of its own, so that the gateway's
// needs none of this, and has nothing but tests.
package browser
