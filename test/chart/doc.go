// Package chart holds deploy/helm to what it promises, without a cluster: Helm, built
// from its module, lints and renders the chart for each file in deploy/helm/ci; what
// comes out is decoded strictly into the types of Kubernetes and held to the rules of
// rules_test.go; the built gateway accepts the configuration in it.
//
// It is a module of its own, so that the gateway's needs none of this, and has
// nothing but tests.
package chart
