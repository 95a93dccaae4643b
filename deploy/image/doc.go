// Command image writes the gateway's container image as a file, without a daemon,
// a registry or a network: one layer on nothing at all, with the static binary and
// the authorities that it trusts. `docker load`, `podman load`, `ctr images import`
// and `crane push` take the file.
//
// The same source, version and Go give the same image, byte for byte, anywhere.
//
// It is a module of its own, so that the gateway's needs none of this. What is not
// here: the same image as a recipe, ../Dockerfile.
package main
