package upstreamtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func planRules() []Rule {
	return []Rule{
		{Name: "a dry run changes nothing and plans something", Check: checkDryRun},
		{Name: "a dry run plans exactly what a real call sends", Wire: true, Check: checkPlan},
		{Name: "a plan holds no credential, no password and no picture", Check: checkPlanSecrets},
	}
}

// rehearse makes a dry run of every write and shows its plan to see.
func (b *Bench) rehearse(ctx context.Context, see func(*Bench, operation, []upstream.PlannedRequest) error) error {
	var faults []error
	for _, o := range b.writes() {
		stage, err := b.twin()
		if err != nil {
			return err
		}
		texts, err := stage.fitting(ctx, o)
		if err != nil {
			return err
		}
		stage.Sim.Log.Reset()
		dry, plan := upstream.WithPlan(ctx)
		before := stage.snapshot()
		_, err = o.call(dry, stage, texts)
		err = errors.Join(err, stage.unchanged(before))
		faults = append(faults, during(o.id, errors.Join(err, see(stage, o, plan.Requests()))))
	}
	return errors.Join(faults...)
}

func checkDryRun(ctx context.Context, b *Bench) error {
	return b.rehearse(ctx, func(stage *Bench, _ operation, plan []upstream.PlannedRequest) error {
		if n := len(stage.Sim.Log.Writes()); n > 0 {
			return fmt.Errorf("%d writes were sent", n)
		}
		if len(plan) == 0 {
			return errors.New("the plan is empty")
		}
		return nil
	})
}

func checkPlan(ctx context.Context, b *Bench) error {
	return b.rehearse(ctx, func(_ *Bench, o operation, plan []upstream.PlannedRequest) error {
		real, err := b.twin()
		if err != nil {
			return err
		}
		texts, err := real.fitting(ctx, o)
		if err != nil {
			return err
		}
		real.Sim.Log.Reset()
		if _, err := o.call(ctx, real, texts); err != nil {
			return during("the real call", err)
		}
		sent := real.Sim.Log.Writes()
		if len(plan) != len(sent) {
			return fmt.Errorf("%d requests are planned, %d sent", len(plan), len(sent))
		}
		var faults []error
		for i := range plan {
			faults = append(faults, during(fmt.Sprintf("request %d", i+1), b.samePlan(plan[i], sent[i])))
		}
		return errors.Join(faults...)
	})
}

func (b *Bench) samePlan(planned upstream.PlannedRequest, sent simkit.Entry) error {
	if planned.Method != sent.Method || planned.Path != sent.Path || planned.Query != sent.Query {
		return fmt.Errorf("planned %s %s?%s, sent %s %s?%s",
			planned.Method, planned.Path, planned.Query, sent.Method, sent.Path, sent.Query)
	}
	if got, want := withoutTransport(planned.Headers), withoutTransport(b.shownHeaders(sent.Header)); !reflect.DeepEqual(got, want) {
		return fmt.Errorf("planned headers %v, sent %v", got, want)
	}
	if want := redact(sent.Body); !bytes.Equal(planned.Body, want) {
		return fmt.Errorf("planned body %s, sent %s", planned.Body, want)
	}
	return nil
}

// shownHeaders returns headers as a plan has to show them.
func (b *Bench) shownHeaders(header http.Header) map[string]string {
	out := map[string]string{}
	for name, values := range header {
		out[name] = strings.Join(values, ", ")
		if name == "Authorization" || isSecretName(name) || slices.Contains(b.subject.Proofs, name) {
			out[name] = stars
		}
	}
	return out
}

// transportHeaders belong to the connection and not to the request.
var transportHeaders = []string{"Host", "User-Agent", "Accept-Encoding", "Content-Length", "Traceparent"}

func withoutTransport(headers map[string]string) map[string]string {
	out := map[string]string{}
	for name, value := range headers {
		if !slices.Contains(transportHeaders, name) {
			out[name] = value
		}
	}
	return out
}

func checkPlanSecrets(ctx context.Context, b *Bench) error {
	return b.rehearse(ctx, func(stage *Bench, _ operation, plan []upstream.PlannedRequest) error {
		return leak("the plan", string(mustJSON(plan)), append(stage.secrets(), newPassword, string(newPicture().Content)))
	})
}
