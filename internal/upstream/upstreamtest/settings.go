package upstreamtest

import (
	"bytes"
	"maps"

	"github.com/goccy/go-yaml"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// settingsOf decodes the simulator's settings and more as a configuration file
// would be decoded: strictly, and with credentials as secrets.
func settingsOf(s *simkit.Sim, more map[string]any) func(into any) error {
	return func(into any) error {
		plain := maps.Clone(more)
		if plain == nil {
			plain = map[string]any{}
		}
		for name, value := range s.Settings {
			if credential, ok := value.(simkit.Credential); ok {
				value = string(credential)
			}
			plain[name] = value
		}
		document, err := yaml.Marshal(plain)
		if err != nil {
			return err
		}
		return yaml.NewDecoder(bytes.NewReader(document), yaml.Strict(), yaml.CustomUnmarshaler(unmarshalSecret)).Decode(into)
	}
}

func unmarshalSecret(s *upstream.Secret, document []byte) error {
	var text string
	if err := yaml.Unmarshal(document, &text); err != nil {
		return err
	}
	*s = upstream.NewSecret(text)
	return nil
}
