package sim

// errorResponse is the vendor's ApiErrorResponse. Both members are always
// there and the one that has nothing to say is null.
type errorResponse struct {
	GlobalError *message           `json:"globalError"`
	FieldErrors map[string]message `json:"fieldErrors"`
}

// message is text for a human reader; no caller may parse it.
type message struct {
	Message string `json:"message"`
}

// globalError refuses a request for a reason that no single field carries.
func globalError(text string) *errorResponse {
	return &errorResponse{GlobalError: &message{text}}
}

// fieldErrors collects what is wrong with single fields. The first complaint
// about a field stays.
type fieldErrors map[string]message

func (f fieldErrors) add(field, text string) {
	if _, ok := f[field]; !ok {
		f[field] = message{text}
	}
}

// problem returns the whole complaint, or nil where there is none.
func (f fieldErrors) problem() *errorResponse {
	if len(f) == 0 {
		return nil
	}
	return &errorResponse{FieldErrors: f}
}
