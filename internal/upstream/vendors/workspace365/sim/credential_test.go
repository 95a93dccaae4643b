package sim

import "testing"

func TestSyncKeyIsTheVendorsWorkedExample(t *testing.T) {
	got := syncKey("4613e4c6-aa59-45d0-88c9-c99feddf3959")
	want := credential{"Basic", "NDYxM2U0YzYtYWE1OS00NWQwLTg4YzktYzk5ZmVkZGYzOTU5Og=="}
	if got != want {
		t.Errorf("syncKey = %+v, want %+v", got, want)
	}
}
