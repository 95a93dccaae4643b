package main

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

// Where there is no daemon the recipe cannot be built, so it is held to the image
// that can be.
func TestTheRecipeMakesTheSameImage(t *testing.T) {
	about, err := open(t, built(t)).ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	var ports []string
	for _, port := range slices.Sorted(maps.Keys(about.Config.ExposedPorts)) {
		ports = append(ports, strings.TrimSuffix(port, "/tcp"))
	}
	steps := lastStage(t)
	for instruction, want := range map[string]string{
		"FROM":       "scratch",
		"USER":       about.Config.User,
		"ENTRYPOINT": words(t, about.Config.Entrypoint),
		"CMD":        words(t, about.Config.Cmd),
		"EXPOSE":     strings.Join(ports, " "),
	} {
		if got := steps[instruction]; !slices.Equal(got, []string{want}) {
			t.Errorf("%s is %q, want %q", instruction, got, want)
		}
	}
	var copied []string
	for _, step := range steps["COPY"] {
		copied = append(copied, strings.Fields(step)[2])
	}
	if want := []string{"/" + rootsFile, "/gateway"}; !slices.Equal(copied, want) {
		t.Errorf("it copies %q", copied)
	}
}

func TestTheRecipeBuildsTheSameBinary(t *testing.T) {
	recipe := string(read(t, "../Dockerfile"))
	for _, word := range strings.Fields("CGO_ENABLED=0 " + strings.Join(buildFlags("${VERSION}"), " ")) {
		if !strings.Contains(recipe, word) {
			t.Errorf("it is not built with %s", word)
		}
	}
}

// lastStage returns the arguments of each instruction of the recipe's last stage.
func lastStage(t *testing.T) map[string][]string {
	t.Helper()
	steps := map[string][]string{}
	for line := range strings.Lines(string(read(t, "../Dockerfile"))) {
		instruction, arguments, _ := strings.Cut(strings.TrimSpace(line), " ")
		if instruction == "FROM" {
			steps = map[string][]string{}
		}
		steps[instruction] = append(steps[instruction], arguments)
	}
	return steps
}

// words returns arguments as a recipe writes them.
func words(t *testing.T, arguments []string) string {
	t.Helper()
	text, err := json.Marshal(arguments)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), ",", ", ")
}
