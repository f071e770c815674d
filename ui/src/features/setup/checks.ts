// What can be said about a typed value before anything is sent. Microsoft has the last word; these catch the usual mix-ups.
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/i;

export const isGuid = (text: string) => GUID.test(text.trim().replace(/^\{(.*)\}$/, '$1'));

export type Entered = { tenant: string; clientId: string; secret: string };
export type Finding = { state: 'error' | 'warning'; text: string };

export function checkTenant(text: string): Finding | null {
  const value = text.trim();
  if (value === '') return { state: 'error', text: 'Directory (tenant) ID or any domain of the tenant is needed.' };
  if (value.includes('@')) return { state: 'error', text: 'This is an account; the part behind the @ is the domain.' };
  if (isGuid(value) || DOMAIN.test(value)) return null;
  return { state: 'error', text: 'This is neither a GUID nor a domain such as contoso.onmicrosoft.com.' };
}

export function checkClientId(text: string): Finding | null {
  const value = text.trim();
  if (value === '') return { state: 'error', text: 'Application (client) ID is needed. It stands on the app’s Overview page.' };
  if (isGuid(value)) return null;
  return { state: 'error', text: 'An Application (client) ID is a GUID: 8-4-4-4-12 digits 0 to 9 and letters a to f.' };
}

/** A secret's Value is never shaped like a GUID; its Secret ID always is. The note does not stop the test. */
export function checkSecret(text: string): Finding | null {
  if (text.trim() === '')
    return { state: 'error', text: 'The secret’s Value is needed. The portal shows it only once, when the secret is made.' };
  if (isGuid(text))
    return { state: 'warning', text: 'This looks like the Secret ID. The Value is needed, from the column beside it.' };
  return null;
}

export function stops(entered: Entered): boolean {
  return [checkTenant(entered.tenant), checkClientId(entered.clientId), checkSecret(entered.secret)].some(
    (finding) => finding?.state === 'error',
  );
}
