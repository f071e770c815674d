// The merged list: permissions by API and directory roles, each with its reason, who needs it, and what a compared app has.
import { useState, type ReactNode } from 'react';
import type { Found, NeededBy, PlanView } from '../../../contract.gen';
import { Breakable } from '../../../design/Breakable';
import { FoundMark } from '../../../design/FoundMark';
import { Foreign } from '../../../design/Foreign';
import { ChevronDown12Regular, ChevronRight12Regular } from '../../../design/icons';
import { counted } from '../../../design/numbers';
import parts from '../parts/Parts.module.css';
import styles from './PermissionTable.module.css';

export function PermissionTable({ plan }: { plan: PlanView }) {
  const compared = plan.compared;
  const columns = compared ? 5 : 4;
  return (
    <div className={parts.card}>
      <table className={`${styles.table} ${compared ? styles.compared : ''}`} data-testid="setup-permissions">
        <thead>
          <tr>
            <th scope="col" className={styles.permission}>
              Permission
            </th>
            <th scope="col">Why</th>
            <th scope="col" className={styles.needed}>
              Needed by
            </th>
            <th scope="col" className={styles.kind}>
              Kind
            </th>
            {compared && (
              <th scope="col" className={styles.found} title={compared.client_id}>
                <Foreign text={compared.name} />
              </th>
            )}
          </tr>
        </thead>
        {plan.apis.map((api) => (
          <Group
            key={api.name}
            title={api.name}
            host={api.host}
            hint={api.listed_under ? `In the portal under ${api.listed_under}` : ''}
            columns={columns}
            count={api.permissions.length}
          >
            {api.permissions.map((permission) => (
              <Row
                key={`${permission.value}${permission.kind}`}
                name={permission.value}
                mono
                writes={permission.writes}
                why={permission.why}
                neededBy={permission.needed_by}
                kind={permission.kind}
                found={compared ? permission.found : undefined}
              />
            ))}
          </Group>
        ))}
        {plan.roles.length > 0 && (
          <Group
            title="Directory roles"
            host=""
            aside="Microsoft Entra ID"
            hint="In the portal under Roles and administrators"
            columns={columns}
            count={plan.roles.length}
          >
            {plan.roles.map((role) => (
              <Row
                key={role.name}
                name={role.name}
                mono={false}
                writes={false}
                why={role.why}
                neededBy={role.needed_by}
                kind="Role"
                found={compared ? role.found : undefined}
              />
            ))}
          </Group>
        )}
      </table>
    </div>
  );
}

type GroupProps = {
  title: string;
  host: string;
  aside?: string;
  hint: string;
  columns: number;
  count: number;
  children: ReactNode;
};

function Group({ title, host, aside, hint, columns, count, children }: GroupProps) {
  const [open, setOpen] = useState(true);
  return (
    <tbody>
      <tr className={styles.group}>
        <th scope="rowgroup" colSpan={columns}>
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} title={hint}>
            {open ? <ChevronDown12Regular /> : <ChevronRight12Regular />}
            <span className={styles.api}>{title}</span>
            {host && <span className={styles.host}>{host}</span>}
            {aside && <span className={styles.aside}>{aside}</span>}
            {!open && <span className={styles.aside}>{counted(count, 'line')}</span>}
          </button>
        </th>
      </tr>
      {open && children}
    </tbody>
  );
}

type RowProps = {
  name: string;
  mono: boolean;
  writes: boolean;
  why: string;
  neededBy: ReadonlyArray<NeededBy>;
  kind: string;
  /** Undefined where nothing is compared, null where it was not looked at. */
  found: Found | null | undefined;
};

function Row({ name, mono, writes, why, neededBy, kind, found }: RowProps) {
  const surplus = found === 'surplus';
  return (
    <tr className={surplus ? styles.surplus : undefined} data-testid="setup-permission" data-id={name} data-found={found ?? ''}>
      <th scope="row">
        <span className={mono ? styles.value : styles.role}>
          <Breakable text={name} />
        </span>
        {writes && (
          <span className={parts.chip} title="Changes something in the tenant">
            writes
          </span>
        )}
      </th>
      <td>{why || (surplus ? 'Needed by none that was chosen; it stays as it is' : '')}</td>
      <td>
        <span className={styles.chips}>
          {neededBy.length === 0
            ? '–'
            : neededBy.map((by) => (
                <span key={`${by.integration}${by.feature ?? ''}`} className={parts.chip} title={by.title}>
                  {by.feature ? `${by.title}, ${by.feature}` : by.title}
                </span>
              ))}
        </span>
      </td>
      <td>{kind}</td>
      {found !== undefined && <td>{found && <FoundMark found={found} />}</td>}
    </tr>
  );
}
