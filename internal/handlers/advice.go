package handlers

// advice is what a problem's page says beyond its title: what happened, and what
// the caller does about it.
type advice struct{ means, remedy string }

// advices returns what to say of each code. Nothing in it is about one request,
// one tenant or one vendor: everyone can read it.
func advices() map[code]advice {
	return map[code]advice{
		codeInvalidRequest: {
			"Something in the request is not as the specification says. Each entry of errors names one place, by a pointer into the body or by a parameter.",
			"Correct what errors names. Members and parameters that the specification does not have are refused too.",
		},
		codeInvalidCursor: {
			"The cursor was altered, is too old to be opened, or belongs to another list: another key's connections, filter or operation.",
			"Begin the list anew without a cursor. Send a cursor only with the parameters of the page that it came from.",
		},
		codeInvalidFilter: {
			"The filter is not in SCIM's grammar (RFC 7644 §3.4.2.2), or it compares an attribute that cannot be filtered.",
			"Correct the filter as detail says; text stands in double quotes, such as email eq \"kim@corp.example\".",
		},
		codeUnsupportedFilter: {
			"A connection of this list never supplies an attribute that the filter asks for, so that nobody can say whether its users match.",
			"Leave the attribute out, name a connection that has it, or send partial=true to go on without the others. GET /v1/connections/{connection} shows what each supplies.",
		},
		codeConnectionRequired: {
			"More than one connection of the key can do this, and the request names none.",
			"Send the connection parameter; detail lists the names to choose from.",
		},
		codeInvalidGrant: {
			"The vendor does not accept the password or the token that was sent in the request. The key of this gateway is not meant.",
			"Have the user log in again, or send a token that is still valid.",
		},
		codeUnauthenticated: {
			"The request has neither a key nor a token, or one that is unknown, altered, out of date or not meant for this gateway.",
			"Send the header Authorization: Bearer, followed by the key or the token. Get a new token from its issuer; a key that was refused stays refused: ask the gateway's operator for another.",
		},
		codeInsufficientScope: {
			"The key or the token is valid and lacks a scope that this request needs. detail and WWW-Authenticate name it.",
			"Use one that has the scope, or ask for it: the gateway's operator for a key, the issuer for a token.",
		},
		codeVendorForbidden: {
			"The vendor knows the account behind this connection and does not let it do that.",
			"Ask the gateway's operator to have the account's rights widened at the vendor.",
		},
		codeNotFound: {
			"The path, the connection or the item does not exist, or the key has no such connection.",
			"Look at the spelling of the id: it is <connection>:<the vendor's id>, in a path as one percent-encoded segment. GET /v1/connections lists the connections of the key.",
		},
		codeMethodNotAllowed: {
			"The path exists, this method on it does not.",
			"Use one of the methods that the header Allow lists.",
		},
		codeUnsupportedOperation: {
			"The vendor behind this connection has no such operation, and the gateway cannot stand in for it.",
			"Use another connection, or a method that the header Allow lists. GET /v1/connections/{connection} shows what each can do.",
		},
		codeConflict: {
			"The vendor has the item already, or something that cannot be there twice.",
			"Read or change the one that exists, or choose another name for the new one.",
		},
		codeIdempotencyInUse: {
			"A request with the same Idempotency-Key has begun and has not ended.",
			"Wait for as many seconds as Retry-After says and send the same request again: its answer will be the first one's.",
		},
		codeIdempotencyUnknown: {
			"The first request with this Idempotency-Key ended without an answer that could be kept, for instance because the gateway was stopped. The vendor may have carried it out.",
			"Read what became of it. If nothing did, send the request under another key.",
		},
		codeContentTooLarge: {
			"The body is larger than 1 MiB.",
			"Send less at once.",
		},
		codeUnsupportedMediaType: {
			"The body is of another media type than the operation takes.",
			"Send the Content-Type that the specification names for the operation; a PATCH takes what Accept-Patch says.",
		},
		codeVendorRejected: {
			"The request is well formed, but this vendor cannot hold a field of it or does not accept a value. Each entry of errors names one.",
			"Leave out or change what errors names. GET /v1/connections/{connection} shows which fields can be written.",
		},
		codeWrongIdentifier: {
			"The vendor knows its items under several kinds of id, and this operation needs another kind than the one that was sent.",
			"Send an id of the kind that detail names; a user's aliases hold others where they are known.",
		},
		codeConnectionMismatch: {
			"The ids of one request belong to different connections. What spans two vendors is not one change.",
			"Send one request for each connection.",
		},
		codeIdempotencyReused: {
			"The Idempotency-Key was sent before, by the same caller and to the same address, with another body, or it went to another connection then.",
			"Make a new key for each change. To repeat a change, send the very same request.",
		},
		codeRateLimited: {
			"The tenant has sent more requests than its rate allows, or has as many under way as it may have at once; detail tells which. All its keys and tokens count together.",
			"Wait for as many seconds as Retry-After says. The headers RateLimit and RateLimit-Policy show what is left of the rate before it comes to that.",
		},
		codeClientClosed: {
			"The caller closed the connection before the answer was there. It stands in the gateway's log; nobody receives it.",
			"Wait longer for an answer than the gateway waits for the vendor. After a write, read what became of it.",
		},
		codeInternal: {
			"Something went wrong in the gateway itself.",
			"Tell the gateway's operator the requestId. After a write whose outcome is unknown, read what became of it before sending it again.",
		},
		codeVendorCredentials: {
			"The vendor refuses the credentials that the gateway has for this connection. The caller's key is in order.",
			"Tell the gateway's operator; sending the request again does not help until the credentials are replaced.",
		},
		codeVendorMalformed: {
			"The vendor answered something that is not in its own format, or too large.",
			"Tell the gateway's operator the requestId. After a write whose outcome is unknown, read what became of it.",
		},
		codeVendorFailed: {
			"The vendor answered with a fault of its own, or could not be reached.",
			"Try again later where retryable is true. After a write whose outcome is unknown, read what became of it first.",
		},
		codeVendorThrottled: {
			"The vendor has had enough requests for now, or the gateway spares it until it has recovered.",
			"Wait for as many seconds as Retry-After says, then send the request again where retryable is true.",
		},
		codeIssuerUnavailable: {
			"The token names a signing key that the gateway does not have, and the issuer does not answer when it is asked for its keys. The token may be good or not.",
			"Wait for as many seconds as Retry-After says, then send the request again. Nothing was done yet.",
		},
		codeVendorTimeout: {
			"The vendor did not answer in the time that its connection has.",
			"Try again where retryable is true. After a write whose outcome is unknown, read what became of it first.",
		},
	}
}
