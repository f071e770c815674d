// What can be done with one integration; in a narrow window also what its row leaves out.
import { Button, Menu, MenuDivider, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { usePlaces } from '../../app/places';
import type { IntegrationHealth } from '../../contract.gen';
import {
  Alert20Regular,
  ArrowClockwise20Regular,
  MoreHorizontal16Regular,
  Pause20Regular,
  Play20Regular,
  PlugDisconnected20Regular,
} from '../../design/icons';
import { count } from '../../design/numbers';
import { useHost } from '../../host/current';
import styles from './Overview.module.css';

type Props = { integration: IntegrationHealth; onPoll: () => void; onDetach: () => void };

export function RowMenu({ integration, onPoll, onDetach }: Props) {
  const host = useHost();
  const { openAlerts } = usePlaces();
  const paused = integration.state === 'paused';
  const pause = () => void host.call('integrations_pause', { id: integration.id, paused: !paused }).catch(() => undefined);
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button
          size="small"
          appearance="transparent"
          icon={<MoreHorizontal16Regular />}
          aria-label={`More for ${integration.title}`}
          className={styles.more}
          data-testid="row-menu"
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {integration.vendor === null && (
            <>
              <MenuItem
                icon={<ArrowClockwise20Regular />}
                onClick={onPoll}
                disabled={paused || integration.polling}
                data-testid="poll-now"
              >
                Poll now
              </MenuItem>
              <MenuItem icon={paused ? <Play20Regular /> : <Pause20Regular />} onClick={pause} data-testid="pause">
                {paused ? 'Resume' : 'Pause'}
              </MenuItem>
              <MenuItem icon={<Alert20Regular />} onClick={() => openAlerts('')} secondaryContent={count(integration.items)}>
                Show alerts
              </MenuItem>
              <MenuDivider />
            </>
          )}
          <MenuItem icon={<PlugDisconnected20Regular />} onClick={onDetach} data-testid="detach-open">
            Detach…
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
