import { Ajv } from 'ajv';

const NAME = { type: 'string', pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$' };

function object(properties: object, required: readonly string[] = Object.keys(properties)): object {
  return { type: 'object', additionalProperties: false, properties, required };
}

const POD = object(
  {
    image: { type: 'string' },
    env: { type: 'array', items: object({ name: { type: 'string' }, value: { type: 'string' } }) },
    envFrom: { type: 'array', items: object({ secretRef: object({ name: NAME }) }) },
    resources: object(
      {
        requests: object({ cpu: { type: 'string' }, memory: { type: 'string' } }),
        limits: object({ memory: { type: 'string' } }),
      },
      [],
    ),
  },
  ['image'],
);

/** What we use of a TestRun of the k6 operator (v1.6): its own schema is in no registry. */
export const isTestRun = new Ajv().compile(
  object({
    apiVersion: { const: 'k6.io/v1alpha1' },
    kind: { const: 'TestRun' },
    metadata: object({ name: NAME }),
    spec: object({
      parallelism: { type: 'integer', minimum: 1 },
      arguments: { type: 'string' },
      script: object({ configMap: object({ name: NAME, file: { type: 'string' } }) }),
      initializer: POD,
      runner: POD,
    }),
  }),
);
