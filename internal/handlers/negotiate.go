package handlers

import (
	"strconv"
	"strings"
)

// weight is how much a caller wants something, from 0 for not at all to 1, by a
// list such as those of Accept and Accept-Encoding (RFC 9110 §12.4.2). The names
// are the thing's own and those that cover it, the narrowest first: that one
// counts which the list has. What the list does not have is not wanted.
func weight(lines []string, names ...string) float64 {
	listed := map[string]float64{}
	for item := range strings.SplitSeq(strings.ToLower(strings.Join(lines, ",")), ",") {
		name, parameters, _ := strings.Cut(item, ";")
		listed[strings.TrimSpace(name)] = quality(parameters)
	}
	for _, name := range names {
		if q, ok := listed[name]; ok {
			return q
		}
	}
	return 0
}

// quality is the weight among the parameters of one item: 1 where none is given,
// 0 where it cannot be read.
func quality(parameters string) float64 {
	for parameter := range strings.SplitSeq(parameters, ";") {
		text, found := strings.CutPrefix(strings.TrimSpace(parameter), "q=")
		if !found {
			continue
		}
		q, err := strconv.ParseFloat(text, 64)
		if err != nil || !(q >= 0 && q <= 1) {
			return 0
		}
		return q
	}
	return 1
}
