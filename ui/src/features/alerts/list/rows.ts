// The rows on screen and a few pages around them, read by pages. When query or order change, the old rows stay until the first
// page of the new ones is here: rows never flash.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AlertRow, AlertsRowsRequest } from '../../../contract.gen';
import { useHost } from '../../../host/current';

export const PAGE = 100;
const KEPT_PAGES = 14;

type Order = Omit<AlertsRowsRequest, 'offset' | 'limit'>;
type Shown = { key: string; total: number; pages: ReadonlyMap<number, ReadonlyArray<AlertRow>> };

export type Rows = {
  /** Identifies the list: when it changes, the list begins at its top. */
  key: string;
  total: number;
  at: (index: number) => AlertRow | null;
  /** Where that alert stands now, given where it stood: lists change by order, by query, by what arrives. */
  find: (chosen: { id: string; index: number } | null) => number;
  /** Tells which rows are on screen; missing pages are fetched. */
  see: (first: number, last: number) => void;
};

const EMPTY: Shown = { key: '', total: 0, pages: new Map() };

export function useRows(order: Order, ready: boolean): Rows {
  const host = useHost();
  const key = JSON.stringify(order);
  const [shown, setShown] = useState<Shown>(EMPTY);
  const asking = useRef(new Set<string>());
  const seen = useRef({ first: 0, last: 0 });
  const wanted = useRef(key);

  const fetchPage = useCallback(
    (page: number, again = false) => {
      const name = `${key}/${page}`;
      if (asking.current.has(name) && !again) return;
      asking.current.add(name);
      host
        .call('alerts_rows', { ...(JSON.parse(key) as Order), offset: page * PAGE, limit: PAGE })
        .then((answer) => {
          if (wanted.current !== key) return;
          setShown((last) => {
            const pages = new Map(last.key === key ? last.pages : []);
            pages.set(page, answer.rows);
            forget(pages, Math.floor(seen.current.first / PAGE));
            return { key, total: answer.total, pages };
          });
        })
        // The search over the same rows reports what is wrong; a page that did not come is asked for again when it is seen.
        .catch(() => undefined)
        .finally(() => asking.current.delete(name));
    },
    [host, key],
  );

  useEffect(() => {
    wanted.current = key;
    if (ready) fetchPage(0);
  }, [fetchPage, key, ready]);

  useEffect(
    () =>
      host.onStale((views) => {
        if (!ready || !views.includes('alerts')) return;
        for (let page = Math.floor(seen.current.first / PAGE); page <= Math.floor(seen.current.last / PAGE); page += 1)
          fetchPage(page, true);
      }),
    [fetchPage, host, ready],
  );

  const { pages } = shown;
  const current = shown.key === key;
  const see = useCallback(
    (first: number, last: number) => {
      seen.current = { first, last };
      if (!current) return;
      for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1) if (!pages.has(page)) fetchPage(page);
    },
    [current, fetchPage, pages],
  );
  const at = useCallback((index: number) => pages.get(Math.floor(index / PAGE))?.[index % PAGE] ?? null, [pages]);
  const find = useCallback(
    (chosen: { id: string; index: number } | null) => {
      if (!chosen) return -1;
      const there = at(chosen.index);
      // A row that is not at hand may still be the one; any other has to be looked for.
      if (there === null ? chosen.index < shown.total : there.id === chosen.id) return chosen.index;
      for (const [page, list] of pages) {
        const place = list.findIndex((row) => row.id === chosen.id);
        if (place >= 0) return page * PAGE + place;
      }
      return -1;
    },
    [at, pages, shown.total],
  );
  return { key: shown.key, total: shown.total, at, find, see };
}

/** Drops the pages that are farthest from what is on screen. */
function forget(pages: Map<number, unknown>, around: number) {
  if (pages.size <= KEPT_PAGES) return;
  const far = [...pages.keys()].sort((a, b) => Math.abs(b - around) - Math.abs(a - around));
  for (const page of far.slice(0, pages.size - KEPT_PAGES)) pages.delete(page);
}
