package simkit

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Options say how large a simulated directory is and what time it is there.
type Options struct {
	// People is how many users the directory starts with.
	People int
	// Seed makes the same people, ids and credentials every time.
	Seed uint64
	// Now is the simulator's clock; nil means time.Now.
	Now func() time.Time
}

// Clock returns o.Now, or time.Now where it is nil.
func (o Options) Clock() func() time.Time {
	if o.Now == nil {
		return time.Now
	}
	return o.Now
}

// Rand returns a generator that depends on nothing but the seed and the salt,
// so that two simulators of one seed do not hand out the same ids.
func (o Options) Rand(salt string) *rand.Rand {
	var s uint64 = 14695981039346656037
	for _, b := range []byte(salt) {
		s = (s ^ uint64(b)) * 1099511628211
	}
	return rand.New(rand.NewPCG(o.Seed, s))
}

// MakePeople returns n people that every vendor could have: names, an e-mail
// under domain that is unique, a language, dates. It sets neither ID nor
// anything that only one vendor knows: the simulator assigns ids in its
// vendor's manner and sets to nil what its vendor has no place for.
func (o Options) MakePeople(domain string) []Person {
	r := o.Rand("people." + domain)
	people := make([]Person, o.People)
	for i := range people {
		given, family := pick(r, givenNames), pick(r, familyNames)
		mail := fmt.Sprintf("%s.%s%d@%s", plain(given), plain(family), i, domain)
		created := time.Date(2023, 1, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(r.IntN(500*24*3600*1000)) * time.Millisecond)
		modified := created.Add(time.Duration(r.IntN(200*24*3600*1000)) * time.Millisecond)
		people[i] = Person{
			UserName:    new(mail),
			DisplayName: new(given + " " + family),
			GivenName:   new(given),
			FamilyName:  new(family),
			Email:       new(mail),
			Language:    new(pick(r, languages)),
			Title:       new(pick(r, titles)),
			Phone:       new(fmt.Sprintf("+3120555%04d", r.IntN(10000))),
			Active:      new(r.IntN(10) > 0),
			CreatedAt:   new(created),
			ModifiedAt:  new(modified),
		}
		// About a third never logged in: absent is a value too.
		if r.IntN(3) > 0 {
			people[i].LastLoginAt = new(modified.Add(time.Duration(r.IntN(50*24*3600*1000)) * time.Millisecond))
		}
	}
	return people
}

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

// plain turns a name into what an e-mail address may hold.
func plain(name string) string {
	return strings.NewReplacer("é", "e", "ø", "o", "ü", "u", "ç", "c", "Å", "a", "Ł", "l", "ś", "s", " ", "", "'", "").
		Replace(strings.ToLower(name))
}

var (
	givenNames  = []string{"Nora", "Lee", "Ines", "Kim", "Amélie", "Søren", "Jürgen", "Priya", "Tomás", "Yuki", "Aisha", "Bram", "François", "Wanda"}
	familyNames = []string{"Vale", "Duval", "O'Hara", "Vermeer", "de Vries", "Ørsted", "Müller", "Nair", "Ito", "Haddad", "Jansen", "Wiśniewska", "Costa"}
	languages   = []string{"en", "fr", "nl", "de"}
	titles      = []string{"Engineer", "Buyer", "Team lead", "Analyst"}
)
