package main

import (
	"bytes"
	"errors"
	"io"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

// parse reads the one YAML document that a configuration is.
func parse(text []byte) (map[string]any, error) {
	if isDeep(text) {
		return nil, errors.New("the configuration is nested too deeply")
	}
	var tree, second map[string]any
	documents := yaml.NewDecoder(bytes.NewReader(text))
	switch err := documents.Decode(&tree); {
	case errors.Is(err, io.EOF), err == nil && len(tree) == 0:
		return nil, errors.New("the configuration is empty")
	case err != nil:
		return nil, errors.New(yaml.FormatError(err, false, false))
	}
	if err := documents.Decode(&second); !errors.Is(err, io.EOF) {
		return nil, errors.New("the configuration has a second document")
	}
	return tree, nil
}

// maxDepth is far more than a configuration needs.
const maxDepth = 64

// isDeep tells whether a text nests deeper than maxDepth within brackets or on one
// line. The parser's memory grows with the square of the depth: half a megabyte of
// brackets would end the process, and with it the configuration that serves. What
// nests by indentation needs no such guard, it is that large itself.
func isDeep(text []byte) bool {
	brackets, opened, line := 0, 0, 0
	for _, t := range lexer.Tokenize(string(text)) {
		if t.Position.Line != line && brackets == 0 {
			opened, line = 0, t.Position.Line
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			brackets++
		case token.SequenceEndType, token.MappingEndType:
			brackets, opened = max(0, brackets-1), 0
		case token.CollectEntryType:
			opened = 0
		case token.SequenceEntryType, token.MappingKeyType, token.MappingValueType, token.AnchorType, token.TagType:
			opened++
		default: // it nests nothing
		}
		if brackets+opened > maxDepth {
			return true
		}
	}
	return false
}
