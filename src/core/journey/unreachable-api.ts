/** What to do where the API gave no answer before the load, by the error that k6 has for it. */
export function adviceOnNoAnswer(error: string, baseUrl: string): string {
  if (/x509|certificate/.test(error)) {
    return 'Set CA_FILE to a file with the certificate of its authority, or INSECURE_TLS=1 to verify nothing';
  }
  if (error.startsWith('proxyconnect')) {
    return 'HTTP_PROXY and HTTPS_PROXY name the proxy; set NO_PROXY to the hosts to be reached without it';
  }
  if (/first record does not look like|HTTP response to HTTPS client/.test(error)) {
    return 'What answers there speaks no TLS: set BASE_URL to its address with http://';
  }
  if (/request timeout/.test(error)) {
    return 'Is the API running, and its first answer there within REQUEST_TIMEOUT? Set BASE_URL to its address, or raise REQUEST_TIMEOUT';
  }
  if (/EOF|reset by peer|malformed HTTP/.test(error) && baseUrl.startsWith('http:')) {
    return 'Is the API running? Set BASE_URL to its address, with https:// if it speaks TLS';
  }
  return 'Is the API running? Set BASE_URL to its address';
}
