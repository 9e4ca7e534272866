"""The HTTP interface described: as OpenAPI 3.1 for programs at /openapi.json, for people at /developers."""
