// The places of the window, one below the other. The badge counts failing integrations.
import {
  Alert20Regular,
  Certificate20Regular,
  HeartPulse20Regular,
  PlugDisconnected20Regular,
  Settings20Regular,
  type FluentIcon,
} from '../../design/icons';
import { PLACES, usePlaces, type PlaceName } from '../../app/places';
import { Mark } from '../../design/Mark';
import { counted } from '../../design/numbers';
import styles from './Rail.module.css';

const ICONS: Record<PlaceName, FluentIcon> = {
  overview: HeartPulse20Regular,
  setup: PlugDisconnected20Regular,
  alerts: Alert20Regular,
  credentials: Certificate20Regular,
  settings: Settings20Regular,
};

export function Rail({ failing }: { failing: number }) {
  const { place, go } = usePlaces();
  return (
    <nav className={styles.rail} aria-label="Places" data-pane="rail">
      <div className={styles.mark}>
        <Mark size={24} />
      </div>
      {PLACES.map((item) => {
        const Icon = ICONS[item.place];
        const here = item.place === place;
        const badge = item.place === 'overview' && failing > 0;
        return (
          <button
            key={item.place}
            type="button"
            aria-current={here ? 'page' : undefined}
            {...(here ? { 'data-pane-start': '' } : {})}
            aria-label={badge ? `${item.title}, ${counted(failing, 'integration is', 'integrations are')} failing` : item.title}
            className={`${styles.item} ${here ? styles.here : ''} ${item.place === 'settings' ? styles.last : ''}`}
            data-testid={`rail-${item.place}`}
            onClick={() => go(item.place)}
          >
            <Icon />
            <span>{item.title}</span>
            {badge && (
              <span className={styles.badge} aria-hidden="true">
                {failing > 9 ? '9+' : failing}
              </span>
            )}
          </button>
        );
      })}
    </nav>
  );
}
