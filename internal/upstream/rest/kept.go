package rest

import (
	"bytes"
	"encoding/json"

	experimental "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Kept is a value of an answer together with the object that it came as. It is for
// [JSON] alone: Raw is a part of the answer's body and not a copy of it.
type Kept[T any] struct {
	Value T
	Raw   json.RawMessage
}

// UnmarshalJSONFrom reads the value as strictly as [JSON] does, and once: a page
// whose objects nobody asks for costs no more for having them kept.
func (k *Kept[T]) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	// JSON decodes from the whole body, which stays where it is.
	ahead, start := d.UnreadBuffer(), d.InputOffset()
	if err := experimental.UnmarshalDecode(d, &k.Value); err != nil {
		return err
	}
	k.Raw = bytes.TrimLeft(ahead[:d.InputOffset()-start], ":, \t\r\n")
	return nil
}
