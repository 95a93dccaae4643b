package rest_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func TestAVendorsCodeIsShownWhereItIsAWord(t *testing.T) {
	answer := get(t, answers(400, ""))
	for _, c := range []struct{ code, want string }{
		{"NOK:ACCESS", ""},
		{"USER_NOT_FOUND", "USER_NOT_FOUND"},
		{"err-4.2", "err-4.2"},
		{"", ""},
		{strings.Repeat("a", 64), strings.Repeat("a", 64)},
		{strings.Repeat("a", 65), ""},
		{"no such user", ""},
		{"jane@corp.example", ""},
		{"a/b", ""},
		{"naïve", ""},
		{"a\n", ""},
	} {
		e := answer.Code(answer.Refusal(upstream.Rejected), c.code)
		if e.Vendor.Code != c.want {
			t.Errorf("%q: got %q, want %q", c.code, e.Vendor.Code, c.want)
		}
	}
}

func TestACodeThatHoldsASecretIsNotShown(t *testing.T) {
	const secret = "abcdef0123456789"
	answer := answerOf(t, secret)
	for _, code := range []string{secret, strings.ToUpper(secret), "bad-" + secret} {
		if e := answer.Code(answer.Refusal(upstream.Rejected), code); e.Vendor.Code != "" {
			t.Errorf("%q: got %q, want none", code, e.Vendor.Code)
		}
	}
}

func TestAVendorsMessageIsCleanAndBounded(t *testing.T) {
	const secret = "abcdef0123456789"
	answer := answerOf(t, secret)
	for _, c := range []struct{ name, text, want string }{
		{"plain", "The e-mail is taken.", "The e-mail is taken."},
		{"controls", "a\x00b\r\nc\td\x1b[31me\u0085f", "abcd[31mef"},
		{"a secret", "bad " + secret + "!", "bad ***!"},
		{"a secret in capitals", "bad " + strings.ToUpper(secret), "bad ***"},
		{"a control character inside a secret", "bad abcdef\x000123\n456789", "bad ***"},
		{"300 characters", strings.Repeat("a", 300), strings.Repeat("a", 300)},
		{"301 characters", strings.Repeat("a", 301), strings.Repeat("a", 300)},
		{"characters, not bytes", strings.Repeat("é", 301), strings.Repeat("é", 300)},
		{"a secret across the end", strings.Repeat("a", 295) + " " + secret, strings.Repeat("a", 295) + " ***"},
	} {
		e := answer.Message(answer.Refusal(upstream.Rejected), c.text)
		if e.Vendor.Message != c.want || answer.Text(c.text) != c.want {
			t.Errorf("%s: got %q, want %q", c.name, e.Vendor.Message, c.want)
		}
	}
}

func TestAVendorsMessageIsAlwaysUTF8(t *testing.T) {
	if got := get(t, answers(400, "")).Text("a\xff\xc3b" + strings.Repeat("é\xff", 400)); !utf8.ValidString(got) || utf8.RuneCountInString(got) > 300 {
		t.Errorf("got %q", got)
	}
}
