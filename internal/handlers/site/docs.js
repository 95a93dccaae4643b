// Swagger UI fills every parameter in with its example, so that a first try of a
// list would be narrowed down to nothing. What need not be sent starts empty here.
const optionalStartsEmpty = () => ({
  statePlugins: {
    spec: {
      wrapActions: {
        updateJsonSpec: (update) => (spec) => {
          const items = Object.values(spec.paths ?? {});
          const lists = items.concat(items.flatMap(Object.values)).map((x) => x.parameters ?? []);
          for (const parameter of lists.concat(Object.values(spec.components?.parameters ?? {})).flat()) {
            if (!parameter.required && !parameter.$ref) {
              if (parameter.example) {
                parameter.description += `\n\nFor example: \`${parameter.example}\``;
              }
              parameter.example = '';
            }
          }
          return update(spec);
        },
      },
    },
  },
});

// The page asks this gateway alone, no validator elsewhere, and forgets the key.
window.ui = SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#docs',
  plugins: [optionalStartsEmpty],
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
  showExtensions: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
});
