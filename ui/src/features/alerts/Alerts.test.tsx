// The Alerts place as a person uses it, over the test host.
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { makeAlerts } from '../../host/test/alerts';
import { callsOf, openPage, press } from '../../host/test/page';

const rows = () => screen.findAllByTestId('alert-row');
const query = () => screen.getByTestId('query').dataset.query;
const chosen = () => screen.getAllByTestId('alert-row').find((row) => row.getAttribute('aria-selected') === 'true')?.dataset.seq;

async function openAlerts(prepare?: Parameters<typeof openPage>[2]) {
  const host = await openPage('busy', { last_place: 'alerts' }, prepare);
  await rows();
  return host;
}

describe('the list', () => {
  it('draws only what is on screen and reads rows by the page', async () => {
    const host = await openAlerts();
    expect((await rows()).length).toBeLessThan(60);
    expect(screen.getByTestId('alert-list').getAttribute('aria-rowcount')).toBe('413');
    expect(callsOf(host, 'alerts_rows')).toMatchObject([{ offset: 0, limit: 100, sort: 'created', descending: true }]);
  });

  it('of more than a million rows reaches its last one at once and draws some rows only', async () => {
    const host = await openPage('million', { last_place: 'alerts' });
    await rows();
    const total = Number(screen.getByTestId('alert-count').dataset.total);
    expect(total).toBeGreaterThan(1_000_000);
    press('End', { on: screen.getByTestId('alert-list') });
    await waitFor(async () => expect((await rows()).at(-1)?.getAttribute('aria-rowindex')).toBe(String(total + 1)));
    expect((await rows()).length).toBeLessThan(60);
    expect(callsOf(host, 'alerts_rows').length, 'only the pages on screen are read').toBeLessThan(6);
  });

  it('is read by the arrows and letters, opened by Enter and left by Esc', async () => {
    await openAlerts();
    const [first, second] = (await rows()).map((row) => row.dataset.seq);
    press('j', { on: document.body });
    expect(chosen()).toBe(first);
    press('ArrowDown');
    expect(chosen()).toBe(second);
    press('k');
    expect(chosen()).toBe(first);
    expect(screen.queryByTestId('detail-title')).toBeNull();
    press('Enter');
    expect(await screen.findByTestId('detail-title')).toBeTruthy();
    press(']');
    expect(chosen()).toBe(second);
    press('Escape');
    expect(screen.queryByTestId('detail-title')).toBeNull();
    expect(document.activeElement).toBe(screen.getByTestId('alert-list'));
  });

  it('says a whole row to a screen reader', async () => {
    await openAlerts();
    const label = (await rows())[0]?.getAttribute('aria-label') ?? '';
    expect(label).toMatch(/^(High|Medium|Low|Informational), .+, created .+, row 1 of 412/);
  });

  it('is not moved by new alerts until they are asked for', async () => {
    const host = await openAlerts();
    const before = (await rows())[0]?.dataset.seq;
    const [one] = makeAlerts(1, Date.now());
    if (!one) throw new Error('no alert was made');
    host.world.alerts.push({ ...one, seq: 413, id: 'new-1', created: Date.now() });
    act(() => host.stale(['alerts']));
    expect((await screen.findByTestId('newer')).textContent).toBe('1 new, show');
    expect((await rows())[0]?.dataset.seq).toBe(before);
    press('n', { on: document.body });
    await waitFor(() => expect(screen.getByTestId('alert-count').dataset.total).toBe('413'));
    await waitFor(async () => expect((await rows())[0]?.dataset.seq).toBe('413'));
  });
});

describe('the query', () => {
  it('is edited by a filter, and by it again', async () => {
    const host = await openAlerts();
    fireEvent.click(screen.getByTestId('facet-severity-high'));
    expect(query()).toBe('severity:high');
    await waitFor(() => expect(callsOf(host, 'alerts_search').at(-1)).toMatchObject({ query: 'severity:high' }));
    fireEvent.click(screen.getByTestId('facet-severity-high'));
    expect(query()).toBe('');
    fireEvent.keyDown(screen.getByTestId('facet-service-purview'), { key: 'x' });
    expect(query()).toBe('-service:purview');
    await waitFor(() => expect(screen.getByTestId('facet-service-purview').dataset.chosen).toBe('excluded'));
    expect(screen.getByTestId('chip').textContent).toBe('not service purview');
  });

  it('turns finished terms into chips and lets the last one be taken back', async () => {
    await openAlerts();
    const field = screen.getByTestId('query');
    fireEvent.change(field, { target: { value: 'status:new lsa' } });
    expect(screen.getAllByTestId('chip').map((chip) => chip.textContent)).toEqual(['status new']);
    expect(field).toHaveProperty('value', 'lsa');
    fireEvent.change(field, { target: { value: '' } });
    press('Backspace', { on: field });
    expect(screen.queryAllByTestId('chip')).toEqual([]);
    expect(field).toHaveProperty('value', 'status:new');
  });

  it('shows a mistake below, marks it, and keeps the last good result', async () => {
    await openAlerts();
    const field = screen.getByTestId('query');
    fireEvent.change(field, { target: { value: 'status:new sevrity:high ' } });
    const problem = await screen.findByTestId('problem');
    expect(problem.dataset.code).toBe('query.unknown_field');
    expect(screen.getByTestId('alert-count').dataset.total).toBe('412');
    expect((await rows()).length).toBeGreaterThan(0);
    expect(screen.getAllByTestId('chip').map((chip) => chip.className.includes('bad'))).toEqual([false, true]);
  });

  it('proposes the term to drop when nothing matches', async () => {
    await openAlerts();
    fireEvent.change(screen.getByTestId('query'), { target: { value: 'severity:high title:nowhere ' } });
    const nothing = await screen.findByTestId('nothing-found');
    expect(nothing.textContent).toMatch(/^0 of 412 alerts match\. Remove “title nowhere” and \d+ match\.$/);
    fireEvent.click(within(nothing).getByRole('button'));
    expect(query()).toBe('severity:high');
  });
});

describe('an alert', () => {
  const open = async (title: string) => {
    const row = (await rows()).find((one) => one.textContent?.includes(title));
    if (!row) throw new Error(`no row ${title}`);
    fireEvent.click(row);
    await screen.findAllByTestId('evidence-group');
  };

  it('shows its evidence, leads to related alerts, and tells what changed', async () => {
    await openAlerts();
    await open('LSASS');
    fireEvent.click(screen.getByTestId('tab-evidence'));
    const groups = screen.getAllByTestId('evidence-group').map((group) => group.dataset.kind);
    expect(groups).toEqual(['device', 'user', 'process', 'file', 'network', 'other']);
    fireEvent.click(screen.getAllByTestId('pivot')[0] as HTMLElement);
    expect(query()).toMatch(/^device:/);
    await waitFor(() => expect(screen.getByTestId('alert-count').dataset.total).not.toBe('412'));
    expect(screen.getByTestId('detail-title').textContent, 'the alert stays open beside the new list').toContain('LSASS');
  });

  it('gives the raw text exactly and opens it as a tree', async () => {
    const host = await openAlerts();
    await open('LSASS');
    fireEvent.click(screen.getByTestId('tab-raw'));
    const tree = await screen.findByTestId('raw-tree');
    expect(tree.textContent).toContain('18446744073709551615');
    fireEvent.click(screen.getByTestId('raw-toggle'));
    const answer = await host.call('alert_raw', callsOf(host, 'alert_raw')[0] as { seq: number });
    expect(screen.getByTestId('raw-text').textContent).toBe(answer.json);
  });
});

describe('hostile text', () => {
  it('stays text: no element, no link, no turned-round name', async () => {
    await openAlerts((host) => {
      const last = host.world.alerts.at(-1);
      if (last) {
        last.title = '<img src=x onerror=alert(1)><a href="https://example.org">click</a>\u202Egnp\u200B.exe\u200B';
        last.entity = { kind: 'file', text: '<script>alert(1)</script>' };
      }
    });
    const first = (await rows())[0] as HTMLElement;
    expect(first.textContent).toContain('<img src=x onerror=alert(1)>');
    expect(first.textContent).toContain('⟨U+202E⟩gnp⟨U+200B⟩.exe');
    expect(first.textContent, 'one at the very end hides nothing').not.toContain('.exe⟨');
    fireEvent.click(first);
    await screen.findByTestId('detail-title');
    fireEvent.click(screen.getByTestId('tab-evidence'));
    for (const tag of ['img', 'script', 'a', 'iframe']) expect(document.body.querySelector(tag), `no <${tag}>`).toBeNull();
    expect(screen.getByTestId('detail-title').querySelector('bdi'), 'its direction ends with it').not.toBeNull();
  });
});
