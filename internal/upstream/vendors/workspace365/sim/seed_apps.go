package sim

import "github.com/dragoman-gateway/dragoman/internal/upstream/simkit"

// catalogue returns one app of each type that the pages name; the one with type
// 21 is the vendor's sample.
func catalogue() []simkit.App {
	app := func(id string, kind int, name, url, icon string, color simkit.Color) simkit.App {
		app := simkit.App{ID: id, Type: kind, Name: name, Icon: &icon, Color: &color}
		if url != "" {
			app.URL = &url
		}
		return app
	}
	primary, header := simkit.Color{Kind: "primary"}, simkit.Color{Kind: "header"}
	return []simkit.App{
		app("31", 0, "Intranet", "https://intranet.acme.example/?a=1&b=2", "Box", primary),
		app("32", 2, "Håndbok", "https://docs.acme.example/H%C3%A5ndbok.pdf", "Phone", simkit.Color{Kind: "custom", Value: "#0088cc"}),
		app("33", 15, "Citrix Desktop", "", "Computer Desktop", header),
		// quirk: the sample's type is in no table (sheet §4.4).
		app("34", 21, "TestClientlessRDP", "https://acme.workspace365.example/acme/AppLink/Go/00000000-0000-0000-0000-000000000000",
			"Computer Desktop", simkit.Color{Kind: "custom", Value: "#ff0000"}),
		app("35", 20, "Expenses", "https://expenses.acme.example/", "Box", header),
		// quirk: a url may be null (source).
		app("36", 35, "Calculator", "", "", primary),
		app("37", 36, "Drawing room", "", "Computer Desktop", simkit.Color{Kind: "custom", Value: "#00ff00"}),
	}
}

// seedApps gives everybody one, two or three apps. Seven people have every type
// between them.
func seedApps(o simkit.Options, people []simkit.Person) {
	start := o.Rand("workspace365.apps").IntN(7)
	for i := range people {
		for n := range 1 + i%3 {
			apps := catalogue()
			people[i].Apps = append(people[i].Apps, apps[(start+i+n)%len(apps)])
		}
	}
}
