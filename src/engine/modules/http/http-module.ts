import { GoError } from '../../vu/go-error.ts';
import type { CreateModule } from '../../vu/vu-context.ts';
import { batch } from './batch.ts';
import { ExpectedStatuses, expectedStatuses } from './expected-statuses.ts';
import { FormFile } from './form-file.ts';
import { HttpClient } from './http-client.ts';
import { httpUrlTemplate } from './http-url.ts';
import { ScriptCookieJar } from './script-cookie-jar.ts';

/** Makes `k6/http` for one VU. */
export const createHttpModule: CreateModule = (vu) => {
  const client = new HttpClient(vu);

  // get and head take no body: a third argument is a mistake that k6 points out.
  const withoutBody =
    (name: string, method: string) =>
    (url: unknown, ...args: unknown[]) => {
      if (args.length > 1 && vu.stage !== 'init') {
        const accepted = 'only accepts a url and a params argument (2 arguments)';
        vu.log('warning', `http.${name} ${accepted}, but ${args.length + 1} were given`);
      }
      return client.request(`http.${name}`, method, url, undefined, args[0]);
    };
  const withBody = (name: string, method: string) => (url: unknown, body?: unknown, params?: unknown) =>
    client.request(`http.${name}`, method, url, body, params);

  return {
    get: withoutBody('get', 'GET'),
    head: withoutBody('head', 'HEAD'),
    post: withBody('post', 'POST'),
    put: withBody('put', 'PUT'),
    patch: withBody('patch', 'PATCH'),
    del: withBody('del', 'DELETE'),
    options: withBody('options', 'OPTIONS'),
    request: (method: unknown, url: unknown, body?: unknown, params?: unknown) =>
      client.request('http.request', methodOf(method), url, body, params),
    asyncRequest: (method: unknown, url: unknown, body?: unknown, params?: unknown) =>
      client.asyncRequest(methodOf(method), url, body, params),
    batch: (...args: unknown[]) => batch(client, args),
    url: httpUrlTemplate,
    file: (data: unknown, filename?: string, contentType?: string) => new FormFile(data, filename, contentType),
    // Works without `new`.
    CookieJar: function CookieJar() {
      return new ScriptCookieJar();
    },
    cookieJar() {
      client.assertNotInit('Making cookie jars');
      return new ScriptCookieJar(client.jar);
    },
    expectedStatuses,
    setResponseCallback(callback: unknown) {
      if (callback !== null && callback !== undefined && !(callback instanceof ExpectedStatuses)) {
        throw new GoError('unsupported argument, expected http.expectedStatuses');
      }
      client.responseCallback = callback ?? null;
    },
    // One by one: to spread an object of them would take most of the time that it takes to make a VU.
    TLS_1_0: 'tls1.0',
    TLS_1_1: 'tls1.1',
    TLS_1_2: 'tls1.2',
    TLS_1_3: 'tls1.3',
    OCSP_STATUS_GOOD: 'good',
    OCSP_STATUS_REVOKED: 'revoked',
    OCSP_STATUS_SERVER_FAILED: 'server_failed',
    OCSP_STATUS_UNKNOWN: 'unknown',
    OCSP_REASON_UNSPECIFIED: 'unspecified',
    OCSP_REASON_KEY_COMPROMISE: 'key_compromise',
    OCSP_REASON_CA_COMPROMISE: 'ca_compromise',
    OCSP_REASON_AFFILIATION_CHANGED: 'affiliation_changed',
    OCSP_REASON_SUPERSEDED: 'superseded',
    OCSP_REASON_CESSATION_OF_OPERATION: 'cessation_of_operation',
    OCSP_REASON_CERTIFICATE_HOLD: 'certificate_hold',
    OCSP_REASON_REMOVE_FROM_CRL: 'remove_from_crl',
    OCSP_REASON_PRIVILEGE_WITHDRAWN: 'privilege_withdrawn',
    OCSP_REASON_AA_COMPROMISE: 'aa_compromise',
  };
};

/** The method of a request; none stands for GET. */
function methodOf(method: unknown): string {
  return method === undefined || method === null ? '' : String(method);
}
