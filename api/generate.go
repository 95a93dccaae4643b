package api

//go:generate go tool oapi-codegen -config oapi-types.yaml openapi.yaml
//go:generate go tool oapi-codegen -config oapi-server.yaml openapi.yaml
//go:generate go tool oapi-codegen -config oapi-client.yaml openapi.yaml
