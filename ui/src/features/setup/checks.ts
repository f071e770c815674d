// What can be said about a typed value before anything is sent. Microsoft has the last word; these catch the usual mix-ups.
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/i;

/** The copied form with braces is the same id. */
export const bare = (text: string) => text.trim().replace(/^\{(.*)\}$/, '$1');

export const isGuid = (text: string) => GUID.test(bare(text));

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

/** A secret's Value is never shaped like a GUID; its Secret ID always is. The note does not stop anything. */
export function checkSecret(text: string): Finding | null {
  if (text.trim() === '')
    return { state: 'error', text: 'The secret’s Value is needed. The portal shows it only once, when the secret is made.' };
  if (isGuid(text))
    return { state: 'warning', text: 'This looks like the Secret ID. The Value is needed, from the column beside it.' };
  return null;
}

/** Certificate and key stand in one text, each between its own lines. */
export function checkPem(text: string): Finding | null {
  const hasCertificate = text.includes('-----BEGIN CERTIFICATE-----');
  const hasKey = /-----BEGIN (RSA )?PRIVATE KEY-----/.test(text);
  if (text.trim() === '') return { state: 'error', text: 'Certificate and private key in PEM are needed.' };
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----/.test(text))
    return { state: 'error', text: 'The key is encrypted. Paste it without a password.' };
  if (!hasCertificate) return { state: 'error', text: 'The certificate is missing: it begins with BEGIN CERTIFICATE.' };
  if (!hasKey) return { state: 'error', text: 'The private key is missing: it begins with BEGIN PRIVATE KEY.' };
  return null;
}

/** Days that a certificate is valid for. */
export function checkDays(text: string): Finding | null {
  const days = Number(text.trim());
  if (/^\d+$/.test(text.trim()) && days >= 1 && days <= 1095) return null;
  return { state: 'error', text: 'A whole number of days, 1 to 1,095.' };
}
