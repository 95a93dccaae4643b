package api

//go:generate go tool oapi-codegen -config oapi-types.yaml -o types.gen.go openapi.yaml
//go:generate go tool oapi-codegen -config oapi-server.yaml -o server.gen.go openapi.yaml
//go:generate go tool oapi-codegen -config oapi-client.yaml -o client.gen.go openapi.yaml
