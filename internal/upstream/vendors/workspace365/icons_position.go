package workspace365

import (
	"regexp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// iconPosition is where a walk over icons goes on: in which source, and how many
// of it were given, as [upstream.Cut] has it.
type iconPosition struct {
	source upstream.IconSource
	given  string
}

// iconPositionForm is every position that a page was ever given with.
var iconPositionForm = regexp.MustCompile(`^([ge])([1-9][0-9]{0,8})?$`)

// parseIconPosition returns where the query begins. A position that belongs to
// another query is one that no page of this one was given with.
func parseIconPosition(q upstream.IconQuery) (iconPosition, error) {
	if q.At == "" {
		if q.Source == upstream.EnvironmentIcons {
			return iconPosition{source: upstream.EnvironmentIcons}, nil
		}
		return iconPosition{source: upstream.GlobalIcons}, nil
	}
	parts := iconPositionForm.FindStringSubmatch(q.At)
	if parts == nil {
		return iconPosition{}, &upstream.Error{Kind: upstream.BadPosition}
	}
	at := iconPosition{upstream.GlobalIcons, parts[2]}
	if parts[1] == "e" {
		at.source = upstream.EnvironmentIcons
	}
	// Only a walk over all comes to the beginning of the second source.
	passesOn := at.source == upstream.EnvironmentIcons && q.Source == upstream.AllIcons
	if at.given == "" && !passesOn || q.Source != upstream.AllIcons && q.Source != at.source {
		return iconPosition{}, &upstream.Error{Kind: upstream.BadPosition}
	}
	return at, nil
}

// next returns the position after a page that was cut at given, empty where that
// was the end of what was asked for.
func (at iconPosition) next(given string, asked upstream.IconSource) string {
	switch {
	case given != "":
		return string(at.source[:1]) + given
	case asked == upstream.AllIcons && at.source == upstream.GlobalIcons:
		return string(upstream.EnvironmentIcons[:1])
	default:
		return ""
	}
}
