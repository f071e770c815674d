// What is ticked: integrations with their features, in the catalog's order.
import type { CatalogItem, Chosen } from '../../../contract.gen';

export type Ticked = ReadonlyMap<string, ReadonlySet<string>>;

export const toTicked = (choices: ReadonlyArray<Chosen>): Ticked =>
  new Map(choices.map((choice) => [choice.integration, new Set(choice.features)]));

export const toChoices = (ticked: Ticked, catalog: ReadonlyArray<CatalogItem>): Chosen[] =>
  catalog
    .filter((item) => ticked.has(item.id))
    .map((item) => ({
      integration: item.id,
      features: item.features.map((feature) => feature.id).filter((id) => ticked.get(item.id)?.has(id)),
    }));

/** Ticks an integration with its usual features, or takes it out. */
export function tick(ticked: Ticked, item: CatalogItem, on: boolean): Ticked {
  const next = new Map(ticked);
  if (on) next.set(item.id, new Set(item.features.filter((feature) => feature.usual).map((feature) => feature.id)));
  else next.delete(item.id);
  return next;
}

export function tickFeature(ticked: Ticked, integration: string, feature: string, on: boolean): Ticked {
  const features = new Set(ticked.get(integration));
  if (on) features.add(feature);
  else features.delete(feature);
  return new Map(ticked).set(integration, features);
}

/** Own first, then by vendor, each in the catalog's order. */
export function groups(catalog: ReadonlyArray<CatalogItem>): ReadonlyArray<{ vendor: string | null; items: CatalogItem[] }> {
  const vendors = [...new Set(catalog.map((item) => item.vendor))].sort((a, b) => (a === null ? -1 : b === null ? 1 : 0));
  return vendors.map((vendor) => ({ vendor, items: catalog.filter((item) => item.vendor === vendor) }));
}

export function matches(item: CatalogItem, words: string): boolean {
  const text = [item.title, item.subtitle, item.purpose, item.vendor ?? '', ...item.features.map((one) => one.title)]
    .join(' ')
    .toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The clouds in which all that is ticked can be used; null while nothing is ticked. */
export function sharedClouds(ticked: Ticked, catalog: ReadonlyArray<CatalogItem>): ReadonlyArray<string> | null {
  const [first, ...others] = catalog.filter((item) => ticked.has(item.id));
  return first ? first.clouds.filter((cloud) => others.every((item) => item.clouds.includes(cloud))) : null;
}

/** `Certificate or secret`, with what must be so with them. */
export function accepts(item: CatalogItem): { text: string; rules: ReadonlyArray<string> } {
  if (item.vendor_registers) return { text: 'Nothing', rules: [] };
  const kinds = item.credentials.map((one) => (one.kind === 'certificate' ? 'certificate' : 'secret'));
  const text = kinds.join(' or ');
  return {
    text: text.charAt(0).toUpperCase() + text.slice(1),
    rules: item.credentials.map((one) => one.rule).filter((rule) => rule !== ''),
  };
}
