package main

import "net/http"

// endingUnclear makes the answer to a request whose end two servers could see in
// two places the last on its connection: what comes behind it could be a request
// that a proxy before us took for its body. net/http takes Transfer-Encoding over a
// Content-Length beside it, as RFC 9112 §6.1 has it, but keeps the connection, which
// that forbids; and it no longer tells whether there were both.
func endingUnclear(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !r.ProtoAtLeast(1, 1) || len(r.TransferEncoding) > 0 || expectsBody(r.Method) && r.Header.Get("Content-Length") == "" {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// expectsBody tells whether some server would wait for a body that this request
// says nothing of.
func expectsBody(method string) bool {
	return method == http.MethodPost || method == http.MethodPut || method == http.MethodPatch
}
