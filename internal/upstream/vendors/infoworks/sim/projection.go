package sim

import (
	"encoding/json"
	"maps"
	"net/url"
)

// projection is a Mongo-like choice of fields at the top of a list item: all 1
// for those to show, or all 0 for those to leave out. The id stays unless it is
// left out by name.
type projection struct {
	fields map[string]bool
	show   bool
}

func readProjection(q url.Values) (projection, bool) {
	if !q.Has("projections") {
		return projection{}, true
	}
	var sent map[string]float64
	if json.Unmarshal([]byte(q.Get("projections")), &sent) != nil || sent == nil {
		return projection{}, false
	}
	p := projection{fields: map[string]bool{}}
	shown := 0
	for field, flag := range sent {
		if flag != 0 && flag != 1 {
			return projection{}, false
		}
		shown += int(flag)
		p.fields[field] = true
	}
	p.show = shown > 0
	// Like Mongo, it is either a list of what to show or of what to hide.
	return p, shown == 0 || shown == len(sent)
}

// apply returns the item with the chosen fields.
func (p projection) apply(item listedUser) any {
	if len(p.fields) == 0 {
		return item
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(mustJSON(item), &fields); err != nil {
		panic("sim: " + err.Error())
	}
	maps.DeleteFunc(fields, func(name string, _ json.RawMessage) bool {
		if p.show {
			return name != "id" && !p.fields[name]
		}
		return p.fields[name]
	})
	return fields
}
