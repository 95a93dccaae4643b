package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
)

func main() {
	source := flag.String("source", "../..", "the gateway's module")
	version := flag.String("version", "dev", "what the gateway says it is; the image's tag")
	arch := flag.String("arch", runtime.GOARCH, "the processor, as Go names it")
	out := flag.String("out", "dragoman.tar", "the file to write")
	flag.Parse()
	digest, err := write(*source, *version, *arch, *out)
	if err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
	fmt.Printf("%s holds dragoman:%s for linux/%s, %s\n", *out, *version, *arch, digest)
}

// write builds the image, writes it to out in the form of `docker save`, under
// dragoman:version, and returns its digest.
func write(source, version, arch, out string) (digest string, err error) {
	tag, err := name.NewTag("dragoman:" + version)
	if err != nil {
		return "", err
	}
	binary, err := compile(source, version, arch)
	if err != nil {
		return "", err
	}
	image, err := assemble(binary, version, arch)
	if err != nil {
		return "", err
	}
	hash, err := image.Digest()
	if err != nil {
		return "", err
	}
	return hash.String(), tarball.WriteToFile(out, tag, image)
}
