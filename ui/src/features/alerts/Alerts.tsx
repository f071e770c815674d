// Alerts: filters, query, histogram, list and one alert, all of one search. The query is one text; everything edits that text.
import { Button } from '@fluentui/react-components';
import { useCallback, useMemo, useRef, useState } from 'react';
import { usePlaces } from '../../app/places';
import { usePreferences } from '../../app/preferences';
import { useRemedy } from '../../app/remedies';
import { useShared } from '../../app/state';
import type { AlertRow, SortBy } from '../../contract.gen';
import { Cause } from '../../design/Cause';
import { copyText } from '../../design/clipboard';
import { Histogram, type TimeSpan } from '../../design/Histogram';
import { Filter16Regular } from '../../design/icons';
import { useNow } from '../../design/now';
import { useNarrowerThan } from '../../design/theme';
import { useLive } from '../../host/live';
import { Place } from '../frame/Place';
import { useKeys } from '../frame/keys';
import styles from './Alerts.module.css';
import { ColumnsMenu } from './ColumnsMenu';
import { CountLine, NothingFound } from './CountLine';
import { DataUpTo } from './DataUpTo';
import { alertText } from './detail/alertText';
import { Detail, NoDetail } from './detail/Detail';
import { Filters } from './filters/Filters';
import { FiltersDrawer } from './filters/FiltersDrawer';
import { AlertList } from './list/AlertList';
import { shownColumns } from './list/columns';
import { useRows } from './list/rows';
import { NoTenant } from './NoTenant';
import { QueryBox } from './query/QueryBox';
import { setSpan, spanOf } from './query/edits';
import { termsOf } from './query/terms';
import { useSearch } from './search';
import { allowed, Separator } from './Separator';
import { useBars } from './bars';

export function Alerts() {
  const { app } = useShared();
  const state = app.value;
  if (state && state.tenants.length === 0 && state.alerts === 0) {
    return (
      <Place>
        <NoTenant />
      </Place>
    );
  }
  return <AlertsOf />;
}

function AlertsOf() {
  const { alerts, setAlerts } = usePlaces();
  const { preferences, prefer } = usePreferences();
  const { overview } = useShared();
  const remedy = useRemedy();
  const now = useNow();
  const narrow = useNarrowerThan(1100);
  const column = useRef<HTMLDivElement>(null);
  const bars = useBars(column);
  const { query, sort, descending, chosen } = alerts;

  const search = useSearch(query, bars);
  const order = useMemo(
    () => ({ query: search.query, up_to: search.upTo, sort, descending }),
    [search.query, search.upTo, sort, descending],
  );
  const rows = useRows(order, search.found !== null);
  const columns = useMemo(() => shownColumns(preferences.columns, narrow), [preferences.columns, narrow]);
  const [filtersOpen, setFiltersOpen] = useState(false);
  const [opened, setOpened] = useState(chosen !== null);
  const [row, setRow] = useState<AlertRow | null>(null);

  const shown = opened && chosen ? chosen : null;
  const detail = useLive('alert_detail', shown ? { seq: shown.seq } : null, ['alerts']);
  const current =
    row && shown && row.seq === shown.seq ? row : shown && detail.value && !detail.waiting ? detail.value.row : null;

  const setQuery = useCallback((text: string) => setAlerts({ query: text }), [setAlerts]);
  const choose = useCallback(
    (next: AlertRow, index: number) => {
      setRow(next);
      setAlerts({ chosen: { seq: next.seq, id: next.id, index } });
    },
    [setAlerts],
  );
  const open = useCallback(() => setOpened(true), []);
  const toList = useCallback(() => document.querySelector<HTMLElement>('[data-testid="alert-list"]')?.focus(), []);
  const close = useCallback(() => {
    setOpened(false);
    toList();
  }, [toList]);
  const step = useCallback(
    (by: 1 | -1) => {
      const index = Math.max(0, Math.min(rows.total - 1, rows.find(chosen) + by));
      const next = rows.at(index);
      if (next) choose(next, index);
    },
    [choose, chosen, rows],
  );
  // Reading by letters goes on in the list, so that Enter opens what was reached; from inside the alert it stays there.
  const read = (by: 1 | -1) => {
    step(by);
    if (!document.activeElement?.closest('[data-pane="detail"]')) toList();
  };
  const sortBy = useCallback(
    (by: SortBy) => setAlerts(by === sort ? { descending: !descending } : { sort: by, descending: by !== 'title' }),
    [descending, setAlerts, sort],
  );
  const pivotTo = (kind: 'device' | 'user') => {
    const found = detail.value?.evidence.find((group) => group.kind === kind)?.items.find((item) => item.pivot)?.pivot;
    if (shown && found) setQuery(found.query);
  };

  useKeys({
    '/': (event) => {
      event.preventDefault();
      document.querySelector<HTMLElement>('[data-testid="query"]')?.focus();
    },
    j: () => read(1),
    k: () => read(-1),
    ']': () => step(1),
    '[': () => step(-1),
    n: search.showNewer,
    d: () => pivotTo('device'),
    u: () => pivotTo('user'),
    c: () => {
      if (shown && detail.value) void copyText(alertText(detail.value));
    },
    f: () => {
      if (narrow) setFiltersOpen(true);
      else document.querySelector<HTMLElement>('[data-pane="filters"] [role="checkbox"]')?.focus();
    },
    Escape: close,
  });

  const found = search.found;
  const wrong = search.problem?.code.startsWith('query.') ? search.problem : null;
  const failed = search.problem && !wrong ? search.problem : null;
  const terms = termsOf(query).length;
  const filters = found && <Filters facets={found.facets} query={query} onQuery={setQuery} dimmed={search.late} />;
  const withDetail = !narrow || shown !== null;
  const width = allowed(preferences.detail_width);

  return (
    <Place controls={<DataUpTo overview={overview.value} fallback={found?.data_up_to ?? null} now={now} />}>
      <div
        className={styles.layout}
        style={{
          gridTemplateColumns: `${narrow ? '' : '188px '}minmax(0, 1fr)${withDetail ? ` min(${width}px, calc(100% - ${narrow ? 400 : 560}px))` : ''}`,
        }}
      >
        {!narrow && (
          <aside className={styles.filters} aria-label="Filters" data-pane="filters">
            {filters}
          </aside>
        )}
        <div className={styles.column} ref={column}>
          <div data-pane="query">
            <QueryBox text={query} onText={setQuery} facets={found?.facets ?? []} problem={wrong} now={now} onLeave={toList} />
            <CountLine
              search={search}
              before={
                narrow && (
                  <Button
                    size="small"
                    icon={<Filter16Regular />}
                    onClick={() => setFiltersOpen(true)}
                    data-testid="filters-button"
                  >
                    Filters{terms > 0 ? ` ${terms}` : ''}
                  </Button>
                )
              }
            >
              {!narrow && <ColumnsMenu />}
            </CountLine>
            {failed && (
              <div className={styles.failed}>
                <Cause
                  problem={failed}
                  tone="high"
                  urgent={false}
                  onRemedy={(one) => remedy(one, failed, { try_again: search.again })}
                />
              </div>
            )}
            {found && found.histogram.all.length > 0 && (
              <Histogram
                bars={found.histogram}
                chosen={spanOf(search.query)}
                onChoose={(span: TimeSpan) => setQuery(setSpan(query, span))}
                dimmed={search.late}
                now={now}
              />
            )}
          </div>
          {found?.total === 0 ? (
            <NothingFound search={search} onQuery={setQuery} now={now} />
          ) : (
            <AlertList
              rows={rows}
              columns={columns}
              sort={sort}
              descending={descending}
              onSort={sortBy}
              chosen={chosen}
              onChoose={choose}
              onOpen={open}
              onBack={close}
              oldest={found ? Math.max(found.histogram.from, spanOf(search.query)?.from ?? 0) : null}
              now={now}
            />
          )}
        </div>
        {withDetail && (
          <section className={styles.detail} aria-label="Alert" data-pane="detail">
            <Separator width={width} onWidth={(next) => prefer({ detail_width: next })} />
            {current ? (
              <Detail row={current} live={detail} onQuery={setQuery} onStep={step} onClose={close} now={now} />
            ) : (
              <NoDetail />
            )}
          </section>
        )}
      </div>
      <FiltersDrawer open={filtersOpen && narrow} onClose={() => setFiltersOpen(false)}>
        {filters}
      </FiltersDrawer>
    </Place>
  );
}
