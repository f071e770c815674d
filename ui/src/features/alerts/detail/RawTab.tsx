// The body as it arrived: a tree that opens as far as the person wants, or the text itself. Copy gives it byte for byte.
import { Button, Input } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import { Cause } from '../../../design/Cause';
import { CopyButton } from '../../../design/CopyButton';
import { Search16Regular } from '../../../design/icons';
import { moment } from '../../../design/times';
import { useLive } from '../../../host/live';
import { JsonTreeView } from './JsonTreeView';
import styles from './Raw.module.css';
import { readJson } from './json';

export function RawTab({ seq, now }: { seq: number; now: number }) {
  const raw = useLive('alert_raw', { seq }, ['alerts']);
  const [find, setFind] = useState('');
  const [asText, setAsText] = useState(false);
  const body = raw.waiting ? null : raw.value;
  const json = body?.json ?? null;
  const tree = useMemo(() => (json === null ? null : readJson(json)), [json]);

  if (!raw.waiting && raw.problem) return <Cause problem={raw.problem} tone="high" urgent={false} onRemedy={raw.again} />;
  if (!body || !tree || json === null) return <div className={styles.bar} role="progressbar" aria-label="Reading the JSON" />;
  const broken = 'wrongAt' in tree;
  return (
    <div className={styles.raw}>
      <div className={styles.tools}>
        <Input
          size="small"
          contentBefore={<Search16Regular />}
          placeholder="Find in JSON"
          aria-label="Find in JSON"
          value={find}
          onChange={(_, data) => setFind(data.value)}
          className={styles.find}
          data-testid="raw-find"
        />
        {!broken && (
          <Button size="small" onClick={() => setAsText(!asText)} data-testid="raw-toggle">
            {asText ? 'Tree' : 'Text'}
          </Button>
        )}
        <CopyButton name="Copy the JSON" text={() => json} />
      </div>
      <p className={styles.origin}>
        {body.origin}, {moment(body.seen, now)}
        {body.request_id && (
          <>
            <br />
            request-id <span className="bz-mono-select">{body.request_id}</span>
          </>
        )}
      </p>
      {broken && <p className={styles.broken}>This is not JSON from character {tree.wrongAt + 1} on, marked below.</p>}
      {broken || asText ? (
        <Text json={json} find={find} wrongAt={broken ? tree.wrongAt : null} />
      ) : (
        <JsonTreeView root={tree.root} find={find} />
      )}
    </div>
  );
}

function Text({ json, find, wrongAt }: { json: string; find: string; wrongAt: number | null }) {
  const at = wrongAt ?? (find === '' ? -1 : json.toLowerCase().indexOf(find.toLowerCase()));
  const length = wrongAt !== null ? 1 : find.length;
  return (
    <pre className={`${styles.text} bz-mono-select`} data-testid="raw-text">
      {at < 0 ? (
        json
      ) : (
        <>
          {json.slice(0, at)}
          <mark>{json.slice(at, at + length) || ' '}</mark>
          {json.slice(at + length)}
        </>
      )}
    </pre>
  );
}
