// F6 and Shift+F6 go between the parts of the window; each part names itself with `data-pane`.
const FOCUSABLE =
  'a[href], button:not([disabled]):not([tabindex="-1"]), input:not([disabled]), select, textarea, [tabindex]:not([tabindex="-1"])';

const shown = (element: HTMLElement) => element.getClientRects().length > 0;

export function movePane(direction: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(shown);
  if (panes.length === 0) return;
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(at + direction + panes.length) % panes.length] ?? panes[0];
  if (next) focusInside(next);
}

export function focusInside(pane: HTMLElement): void {
  const preferred = pane.querySelector<HTMLElement>('[data-pane-start]');
  const first = preferred ?? [...pane.querySelectorAll<HTMLElement>(FOCUSABLE)].find(shown);
  if (first) {
    first.focus();
    return;
  }
  pane.tabIndex = -1;
  pane.focus();
}
