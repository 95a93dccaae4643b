package inwebo

// extensions is the vendor's extension object.
type extensions struct {
	ProvisioningID int `json:"provisioningId"`
}
