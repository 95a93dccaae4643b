package handlers

import (
	"context"
	"strconv"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// mention is an id in a request and where it stands there.
type mention struct {
	text string
	// at is a pointer into the body, or the parameter that holds the id.
	at api.ProblemError
}

// inBody is an id that stands at a pointer into the body.
func inBody(text string, path ...string) mention {
	return mention{text, api.ProblemError{Pointer: new(upstream.Pointer(path...))}}
}

// inPath is an id that is a parameter of the path.
func inPath(parameter, text string) mention {
	return mention{text, api.ProblemError{Parameter: &parameter}}
}

// inList are ids in a list of the body.
func inList(texts []string, path ...string) []mention {
	out := make([]mention, len(texts))
	for i, text := range texts {
		out[i] = inBody(text, append(path[:len(path):len(path)], strconv.Itoa(i))...)
	}
	return out
}

// fault is what is wrong with the id, where it stands.
func (m mention) fault(code, detail string) api.ProblemError {
	e := m.at
	e.Code, e.Detail = code, optional(detail)
	return e
}

// mentioned takes ids apart. Each must be an id, and of a connection that the
// caller has: one of somebody else's is the same 404 as one that does not exist.
func (s *server) mentioned(ctx context.Context, mentions ...mention) ([]id, error) {
	ids := make([]id, len(mentions))
	for i, m := range mentions {
		var ok bool
		if ids[i], ok = parseID(m.text); !ok {
			return nil, invalid(m.fault("id", "It is not an id."))
		}
	}
	for i, m := range mentions {
		if _, err := s.connection(ctx, ids[i].connection); err != nil {
			f := fail(codeNotFound)
			f.errors = []api.ProblemError{m.fault("not-found", "")}
			return nil, f
		}
	}
	return ids, nil
}

// together returns the native ids of what is mentioned, all of which must be of
// this connection.
func together(connection string, mentions []mention, ids []id) ([]string, error) {
	natives := make([]string, len(ids))
	var foreign []api.ProblemError
	for i, m := range mentions {
		if ids[i].connection != connection {
			foreign = append(foreign, m.fault("connection-mismatch", "It is of another connection."))
		}
		natives[i] = ids[i].native
	}
	if len(foreign) > 0 {
		f := fail(codeConnectionMismatch)
		f.connection, f.errors = connection, foreign
		return nil, f
	}
	return natives, nil
}

// natives returns the native ids of what a body mentions beside the connection
// that the request goes to.
func (s *server) natives(ctx context.Context, t target, mentions ...mention) ([]string, error) {
	ids, err := s.mentioned(ctx, mentions...)
	if err != nil {
		return nil, err
	}
	return together(t.Name, mentions, ids)
}

// items takes the ids of a request apart and finds the target that all of them
// belong to; the first one says which.
func (s *server) items(ctx context.Context, mentions ...mention) (target, []string, error) {
	ids, err := s.mentioned(ctx, mentions...)
	if err != nil {
		return target{}, nil, err
	}
	natives, err := together(ids[0].connection, mentions, ids)
	if err != nil {
		return target{}, nil, err
	}
	t, err := s.target(ctx, ids[0].connection)
	return t, natives, err
}

// item takes the id in a path apart and finds its target.
func (s *server) item(ctx context.Context, parameter, text string) (target, string, error) {
	t, natives, err := s.items(ctx, inPath(parameter, text))
	if err != nil {
		return target{}, "", err
	}
	return t, natives[0], nil
}
