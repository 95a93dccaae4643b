package sim

import "net/http"

// errorResponse is the vendor's ApiErrorResponse. Both members are always
// there and the one that has nothing to say is null.
type errorResponse struct {
	status      int
	GlobalError *message           `json:"globalError"`
	FieldErrors map[string]message `json:"fieldErrors"`
}

// message is text for a human reader; no caller may parse it.
type message struct {
	Message string `json:"message"`
}

// globalError refuses a request with 400, for a reason that no single field
// carries.
func globalError(text string) *errorResponse {
	return &errorResponse{status: http.StatusBadRequest, GlobalError: &message{text}}
}

// fieldError refuses a request with 400 for one field.
func fieldError(field, text string) *errorResponse {
	wrong := fieldErrors{}
	wrong.add(field, text)
	return wrong.problem()
}

// bare refuses a request without a body.
func bare(status int) *errorResponse { return &errorResponse{status: status} }

// with gives the refusal another status.
func (e *errorResponse) with(status int) *errorResponse {
	e.status = status
	return e
}

// silent tells that the refusal has no body.
func (e *errorResponse) silent() bool { return e.GlobalError == nil && e.FieldErrors == nil }

// fieldErrors collects what is wrong with single fields. The first complaint
// about a field stays.
type fieldErrors map[string]message

func (f fieldErrors) add(field, text string) {
	if !f.has(field) {
		f[field] = message{text}
	}
}

// has tells whether there is a complaint about this very field.
func (f fieldErrors) has(field string) bool {
	_, ok := f[field]
	return ok
}

// require complains about a text that is missing or empty.
func (f fieldErrors) require(field string, value *string) {
	if value == nil || *value == "" {
		f.add(field, "The "+field+" field is required.")
	}
}

// problem returns the whole complaint, or nil where there is none.
func (f fieldErrors) problem() *errorResponse {
	if len(f) == 0 {
		return nil
	}
	return &errorResponse{status: http.StatusBadRequest, FieldErrors: f}
}
