/** A text of a server, an error say, without user and password of the URL that it was reached by. */
export function maskText(text: string, url: string): string {
  const [, user = '', password = ''] = /^[a-z]+:\/\/([^:@/]*)(?::([^@/]*))?@/i.exec(url) ?? [];
  const secrets = [password, decoded(password)].filter((secret) => secret !== '');
  const users = [user, decoded(user)].filter((name) => name !== '' && name !== 'default');
  const masked = secrets.reduce((rest, secret) => rest.split(secret).join('***'), text);
  return users.reduce(
    (rest, name) =>
      rest
        .split(/([\w.@%+-]+)/)
        .map((word) => (word === name ? '***' : word))
        .join(''),
    masked,
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
